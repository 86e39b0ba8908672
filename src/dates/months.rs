//! The names of the months, as data.

/// The tags of a language, parted by spaces, and its month names, January first, each with its cases and short forms, parted by spaces.
///
/// Written as the language writes them: case and diacritics are folded when the table is loaded (`März`, `MARZ` and `marz` are one word).
/// Names that several languages share stand once in each, so that a language can be checked on its own.
pub(super) struct Months {
    pub tags: &'static str,
    pub names: [&'static str; 12],
}

const fn months(tags: &'static str, names: [&'static str; 12]) -> Months {
    Months { tags, names }
}

#[rustfmt::skip]
pub(super) const MONTHS: &[Months] = &[
    months("en", ["January Jan", "February Feb Febr", "March Mar", "April Apr", "May", "June Jun", "July Jul",
        "August Aug", "September Sep Sept", "October Oct", "November Nov", "December Dec"]),
    // Austria's Jänner and Feber; ae for ä where a page had no umlauts.
    months("de", ["Januar Jan Jänner Jaenner Jän", "Februar Feb Feber", "März Maerz Mär Mrz", "April Apr", "Mai", "Juni Jun", "Juli Jul",
        "August Aug", "September Sep Sept", "Oktober Okt", "November Nov", "Dezember Dez"]),
    months("fr", ["janvier janv jan", "février févr fév", "mars", "avril avr", "mai", "juin", "juillet juil",
        "août", "septembre sept", "octobre oct", "novembre nov", "décembre déc"]),
    months("es gl", ["enero ene", "febrero feb", "marzo mar", "abril abr", "mayo may", "junio jun", "julio jul",
        "agosto ago", "septiembre setiembre sep sept set", "octubre oct", "noviembre nov", "diciembre dic"]),
    months("it", ["gennaio gen genn", "febbraio feb febbr", "marzo mar", "aprile apr", "maggio mag magg", "giugno giu", "luglio lug",
        "agosto ago", "settembre set sett", "ottobre ott", "novembre nov", "dicembre dic"]),
    months("pt", ["janeiro jan", "fevereiro fev", "março mar", "abril abr", "maio mai", "junho jun", "julho jul",
        "agosto ago", "setembro set", "outubro out", "novembro nov", "dezembro dez"]),
    months("nl", ["januari jan", "februari feb", "maart mrt", "april apr", "mei", "juni jun", "juli jul",
        "augustus aug", "september sep sept", "oktober okt", "november nov", "december dec"]),
    months("sv", ["januari jan", "februari feb febr", "mars", "april apr", "maj", "juni jun", "juli jul",
        "augusti aug", "september sep sept", "oktober okt", "november nov", "december dec"]),
    months("no nb nn", ["januar jan", "februar feb", "mars", "april apr", "mai", "juni jun", "juli jul",
        "august aug", "september sep sept", "oktober okt", "november nov", "desember des"]),
    months("da", ["januar jan", "februar feb", "marts", "april apr", "maj", "juni jun", "juli jul",
        "august aug", "september sep sept", "oktober okt", "november nov", "december dec"]),
    // Nominative, then the genitive that stands after a day.
    months("pl", ["styczeń stycznia sty", "luty lutego lut", "marzec marca", "kwiecień kwietnia kwi", "maj maja", "czerwiec czerwca cze",
        "lipiec lipca lip", "sierpień sierpnia sie", "wrzesień września wrz", "październik października paź", "listopad listopada lis",
        "grudzień grudnia gru"]),
    months("cs", ["leden ledna led", "únor února úno", "březen března bře", "duben dubna dub", "květen května kvě", "červen června čvn",
        "červenec července čvc", "srpen srpna srp", "září zář", "říjen října říj", "listopad listopadu lis", "prosinec prosince pro"]),
    months("sk", ["január januára", "február februára", "marec marca", "apríl apríla", "máj mája", "jún júna", "júl júla",
        "august augusta", "september septembra", "október októbra", "november novembra", "december decembra"]),
    months("tr", ["Ocak Oca", "Şubat Şub", "Mart", "Nisan Nis", "Mayıs", "Haziran Haz", "Temmuz Tem",
        "Ağustos Ağu", "Eylül Eyl", "Ekim Eki", "Kasım Kas", "Aralık Ara"]),
    months("ru", ["январь января янв", "февраль февраля фев февр", "март марта мар", "апрель апреля апр", "май мая", "июнь июня июн",
        "июль июля июл", "август августа авг", "сентябрь сентября сен сент", "октябрь октября окт", "ноябрь ноября ноя нояб",
        "декабрь декабря дек"]),
    months("uk", ["січень січня січ", "лютий лютого лют", "березень березня берез", "квітень квітня квіт", "травень травня", "червень червня черв",
        "липень липня", "серпень серпня серп", "вересень вересня верес", "жовтень жовтня жовт", "листопад листопада", "грудень грудня груд"]),
    months("bg", ["януари", "февруари", "март", "април", "май", "юни", "юли", "август", "септември", "октомври", "ноември", "декември"]),
    months("sr", ["јануар јануара", "фебруар фебруара", "март марта", "април априла", "мај маја", "јун јуна", "јул јула",
        "август августа", "септембар септембра", "октобар октобра", "новембар новембра", "децембар децембра"]),
    // Serbian in Latin script, and Slovene.
    months("sl sr", ["januar januara januarja", "februar februara februarja", "mart marta marec", "april aprila", "maj maja", "jun juna junij junija",
        "jul jula julij julija", "avgust avgusta", "septembar septembra", "oktobar oktobra", "novembar novembra", "decembar decembra"]),
    months("hr bs", ["siječanj siječnja", "veljača veljače", "ožujak ožujka", "travanj travnja", "svibanj svibnja", "lipanj lipnja",
        "srpanj srpnja", "kolovoz kolovoza", "rujan rujna", "listopad listopada", "studeni studenoga studenog", "prosinac prosinca"]),
    months("sq", ["janar", "shkurt", "mars", "prill", "maj", "qershor", "korrik", "gusht", "shtator", "tetor", "nëntor", "dhjetor"]),
    months("et", ["jaanuar", "veebruar", "märts", "aprill", "mai", "juuni", "juuli", "august", "september", "oktoober", "november",
        "detsember"]),
    // With "in" before the name, as dates have it, and without.
    months("he", ["ינואר בינואר", "פברואר בפברואר", "מרץ במרץ מרס במרס", "אפריל באפריל", "מאי במאי", "יוני ביוני", "יולי ביולי",
        "אוגוסט באוגוסט", "ספטמבר בספטמבר", "אוקטובר באוקטובר", "נובמבר בנובמבר", "דצמבר בדצמבר"]),
    months("el", ["Ιανουάριος Ιανουαρίου Γενάρη Ιαν", "Φεβρουάριος Φεβρουαρίου Φλεβάρη Φεβ", "Μάρτιος Μαρτίου Μάρτη Μαρ", "Απρίλιος Απριλίου Απρίλη Απρ",
        "Μάιος Μαΐου Μάη Μάι Μαϊ", "Ιούνιος Ιουνίου Ιούνη Ιουν", "Ιούλιος Ιουλίου Ιούλη Ιουλ", "Αύγουστος Αυγούστου Αυγ",
        "Σεπτέμβριος Σεπτεμβρίου Σεπτέμβρη Σεπ Σεπτ", "Οκτώβριος Οκτωβρίου Οκτώβρη Οκτ", "Νοέμβριος Νοεμβρίου Νοέμβρη Νοε Νοεμ",
        "Δεκέμβριος Δεκεμβρίου Δεκέμβρη Δεκ"]),
    months("fi", ["tammikuu tammikuuta", "helmikuu helmikuuta", "maaliskuu maaliskuuta", "huhtikuu huhtikuuta", "toukokuu toukokuuta",
        "kesäkuu kesäkuuta", "heinäkuu heinäkuuta", "elokuu elokuuta", "syyskuu syyskuuta", "lokakuu lokakuuta", "marraskuu marraskuuta",
        "joulukuu joulukuuta"]),
    months("hu", ["január jan", "február feb febr", "március márc", "április ápr", "május máj", "június jún", "július júl",
        "augusztus aug", "szeptember szept", "október okt", "november nov", "december dec"]),
    months("ro", ["ianuarie ian", "februarie feb febr", "martie mar mart", "aprilie apr", "mai", "iunie iun", "iulie iul",
        "august aug", "septembrie sept", "octombrie oct", "noiembrie noi noiem", "decembrie dec"]),
    months("ca", ["gener gen", "febrer febr", "març", "abril abr", "maig", "juny", "juliol jul", "agost ag", "setembre set", "octubre oct",
        "novembre nov", "desembre des"]),
    months("id ms", ["Januari Jan", "Februari Feb Pebruari", "Maret Mar", "April Apr", "Mei", "Juni Jun", "Juli Jul", "Agustus Agu Agt Ags",
        "September Sep Sept", "Oktober Okt", "November Nov Nopember Nop", "Desember Des"]),
    // The Gregorian names of Egypt and the Gulf, of the Maghreb, and of the Levant (whose four double names are in MONTH_PAIRS).
    months("ar", ["يناير جانفي", "فبراير فيفري شباط", "مارس آذار", "أبريل ابريل إبريل أفريل نيسان", "مايو ماي أيار", "يونيو يونية جوان حزيران",
        "يوليو يولية جويلية تموز", "أغسطس اغسطس أوت آب", "سبتمبر شتنبر أيلول", "أكتوبر اكتوبر", "نوفمبر نونبر", "ديسمبر دجنبر"]),
    months("fa", ["ژانویه", "فوریه", "مارس", "آوریل", "مه می", "ژوئن", "ژوئیه جولای", "اوت آگوست", "سپتامبر", "اکتبر", "نوامبر", "دسامبر"]),
    months("lt", ["sausio sausis", "vasario vasaris", "kovo kovas", "balandžio balandis", "gegužės gegužė", "birželio birželis", "liepos liepa",
        "rugpjūčio rugpjūtis", "rugsėjo rugsėjis", "spalio spalis", "lapkričio lapkritis", "gruodžio gruodis"]),
    months("lv", ["janvāris janvārī", "februāris februārī", "marts martā", "aprīlis aprīlī", "maijs maijā", "jūnijs jūnijā", "jūlijs jūlijā",
        "augusts augustā", "septembris septembrī", "oktobris oktobrī", "novembris novembrī", "decembris decembrī"]),
    months("is", ["janúar", "febrúar", "mars", "apríl", "maí", "júní", "júlí", "ágúst", "september", "október", "nóvember", "desember des"]),
    months("gl", ["xaneiro xan", "febreiro", "marzo", "abril", "maio", "xuño", "xullo", "agosto", "setembro", "outubro", "novembro", "decembro dec"]),
    months("eu", ["urtarrila urtarrilaren", "otsaila otsailaren", "martxoa martxoaren", "apirila apirilaren", "maiatza maiatzaren",
        "ekaina ekainaren", "uztaila uztailaren", "abuztua abuztuaren", "iraila irailaren", "urria urriaren", "azaroa azaroaren",
        "abendua abenduaren"]),
    months("cy", ["Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"]),
    months("ga", ["Eanáir", "Feabhra", "Márta", "Aibreán", "Bealtaine", "Meitheamh", "Iúil", "Lúnasa", "Meán", "Deireadh", "Samhain", "Nollaig"]),
    months("ms", ["Januari", "Februari", "Mac", "April", "Mei", "Jun", "Julai", "Ogos", "September", "Oktober", "November", "Disember Dis"]),
    months("tl", ["Enero", "Pebrero", "Marso", "Abril", "Mayo", "Hunyo", "Hulyo", "Agosto", "Setyembre", "Oktubre", "Nobyembre", "Disyembre"]),
    months("sw", ["Januari", "Februari", "Machi", "Aprili", "Mei", "Juni", "Julai", "Agosti", "Septemba", "Oktoba", "Novemba", "Desemba Disemba"]),
    months("az", ["yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avqust", "sentyabr", "oktyabr", "noyabr", "dekabr"]),
    months("be", ["студзеня", "лютага", "сакавіка", "красавіка", "мая", "чэрвеня", "ліпеня", "жніўня", "верасня", "кастрычніка", "лістапада", "снежня"]),
    months("hy", ["հունվարի հունվար", "փետրվարի փետրվար", "մարտի մարտ", "ապրիլի ապրիլ", "մայիսի մայիս", "հունիսի հունիս", "հուլիսի հուլիս",
        "օգոստոսի օգոստոս", "սեպտեմբերի սեպտեմբեր", "հոկտեմբերի հոկտեմբեր", "նոյեմբերի նոյեմբեր", "դեկտեմբերի դեկտեմբեր"]),
    months("ka", ["იანვარი", "თებერვალი", "მარტი", "აპრილი", "მაისი", "ივნისი", "ივლისი", "აგვისტო", "სექტემბერი", "ოქტომბერი", "ნოემბერი",
        "დეკემბერი"]),
    months("hi mr ne", ["जनवरी जानेवारी", "फ़रवरी फरवरी फेब्रुवारी", "मार्च", "अप्रैल एप्रिल", "मई मे", "जून", "जुलाई जुलै", "अगस्त ऑगस्ट", "सितंबर सितम्बर सप्टेंबर",
        "अक्टूबर अक्तूबर ऑक्टोबर", "नवंबर नवम्बर नोव्हेंबर", "दिसंबर दिसम्बर डिसेंबर"]),
    months("bn", ["জানুয়ারি জানুয়ারী জানুয়ারি", "ফেব্রুয়ারি ফেব্রুয়ারী ফেব্রুয়ারি", "মার্চ", "এপ্রিল", "মে", "জুন", "জুলাই", "আগস্ট অগাস্ট", "সেপ্টেম্বর", "অক্টোবর", "নভেম্বর", "ডিসেম্বর"]),
    months("ur", ["جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر"]),
    months("ta", ["ஜனவரி", "பிப்ரவரி பெப்ரவரி", "மார்ச்", "ஏப்ரல்", "மே", "ஜூன்", "ஜூலை", "ஆகஸ்ட்", "செப்டம்பர்", "அக்டோபர்", "நவம்பர்", "டிசம்பர்"]),
    months("te", ["జనవరి", "ఫిబ్రవరి", "మార్చి", "ఏప్రిల్", "మే", "జూన్", "జూలై", "ఆగస్టు", "సెప్టెంబర్", "అక్టోబర్", "నవంబర్", "డిసెంబర్"]),
    months("th", ["มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"]),
];

/// The months of Iran's solar year: spring begins it.
pub(super) const SOLAR_MONTHS: [&str; 12] =
    ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"];

/// Levantine months of two words: the first word, and the month it makes with الأول (first) and with الثاني (second).
pub(super) const MONTH_PAIRS: &[(&str, u8, u8)] = &[("كانون", 12, 1), ("تشرين", 10, 11)];

/// Month words that are an ordinary word in another language, or another month: they are read only where the text is said to be in a
/// language that has them. The number is the month without that knowledge, 0 for none.
#[rustfmt::skip]
pub(super) const CONTESTED: &[(&str, u8)] = &[
    ("ag", 0),
    // "two years ago"
    ("ago", 0),
    // Spanish "now"
    ("ara", 0),
    // French "of the"
    ("des", 0),
    ("dub", 0),
    // "General"
    ("gen", 0),
    // Spanish "do!"
    ("haz", 0),
    // A given name.
    ("ian", 0),
    ("led", 0),
    ("lip", 0),
    // Latin "with", a brand, a name
    ("mac", 0),
    // Everyday words of Arabic script, and of Irish
    ("جون", 0),
    ("meán", 0), ("deireadh", 0), ("dis", 0), ("medi", 0), ("मे", 0), ("মে", 0), ("மே", 0), ("మే", 0),
    // October in Croatian, November in Polish, Czech and Ukrainian.
    ("listopad", 11), ("listopada", 11),
    ("mag", 0),
    // Romanian and Italian "we"
    ("noi", 0),
    ("out", 0),
    // Latin "for"
    ("pro", 0),
    ("set", 0),
    // German "she"
    ("sie", 0),
    ("sty", 0),
    ("sub", 0),
    // Portuguese "has"
    ("tem", 0),
    // Italian and Spanish "one"
    ("uno", 0),
    // A verbal prefix in Persian itself, and very common there.
    ("می", 0),
];

/// Month words that English and French use in any sentence: without a capital and without a year beside them they are no month.
pub(super) const PROSE_MONTHS: &[&str] = &["may", "march", "mars", "mar", "jan"];
