//! The words that stand in dates beside the months and zones, as data.

/// What a word may be in a date. A word may be several things: German `am` is "on the", English `am` is the morning.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct WordRoles(u32);

impl WordRoles {
    /// May stand between a date and its time.
    pub(super) const BETWEEN: WordRoles = WordRoles(1);
    /// Announces a clock time, so that `14.05` or a bare hour after it is one.
    pub(super) const CLOCK: WordRoles = WordRoles(1 << 1);
    /// Stands after a clock time and makes it one: `14.05 Uhr`.
    pub(super) const AFTER: WordRoles = WordRoles(1 << 2);
    /// Parts hours from minutes: `14h05`.
    pub(super) const HOUR: WordRoles = WordRoles(1 << 3);
    pub(super) const AM: WordRoles = WordRoles(1 << 4);
    pub(super) const PM: WordRoles = WordRoles(1 << 5);
    /// The letters of `a.m.` and `p.m.`, in Latin, Greek and Persian.
    pub(super) const LETTER_A: WordRoles = WordRoles(1 << 6);
    pub(super) const LETTER_P: WordRoles = WordRoles(1 << 7);
    pub(super) const LETTER_M: WordRoles = WordRoles(1 << 8);
    /// The ending of an ordinal, glued to the day.
    pub(super) const ORDINAL: WordRoles = WordRoles(1 << 9);
    /// Joins day, month and year: `3 de abril de 2012`.
    pub(super) const OF: WordRoles = WordRoles(1 << 10);
    /// Stands between a weekday and the day.
    pub(super) const ARTICLE: WordRoles = WordRoles(1 << 11);
    /// "Year", after its number.
    pub(super) const YEAR: WordRoles = WordRoles(1 << 12);
    /// The T of ISO 8601.
    pub(super) const ISO_T: WordRoles = WordRoles(1 << 13);
    /// Arabic first and second, of the paired months.
    pub(super) const FIRST: WordRoles = WordRoles(1 << 14);
    pub(super) const SECOND: WordRoles = WordRoles(1 << 15);
    /// "o" and "clock".
    pub(super) const CLOCK_O: WordRoles = WordRoles(1 << 16);
    pub(super) const CLOCK_WORD: WordRoles = WordRoles(1 << 17);
    /// Makes even a bare hour a time: `14 Uhr`. ("21 hours" may be as long ago.)
    pub(super) const WHOLE: WordRoles = WordRoles(1 << 19);
    /// Stands before a date that follows its time: `10:28 on 3 April`.
    pub(super) const ON: WordRoles = WordRoles(1 << 18);

    /// "Month", before its number.
    pub(super) const MONTH: WordRoles = WordRoles(1 << 20);

    pub(super) const fn or(self, other: WordRoles) -> WordRoles {
        WordRoles(self.0 | other.0)
    }

    pub(super) fn has(self, role: WordRoles) -> bool {
        self.0 & role.0 != 0
    }
}

const BETWEEN: WordRoles = WordRoles::BETWEEN;
const CLOCK: WordRoles = WordRoles::BETWEEN.or(WordRoles::CLOCK);

/// Words by role. A word that stands in several rows has all their roles.
#[rustfmt::skip]
pub(super) const ROLES: &[(WordRoles, &str)] = &[
    // "Last updated at 17:49 GMT" parts date and time on BBC pages from 2010 on.
    (BETWEEN, "at last updated update time the la los de den dne o в о у об στις στην om ob"),
    (CLOCK, "um a à às las les kl klo klokken klockan alle ore hora horas heures heure uhrzeit saat godz godzina godzinie pukul jam ora orele ώρα hodin v ve час ساعت الساعة الساعه"),
    (WordRoles::AFTER, "uhr hrs hours hour uur h hs hod часов časova horas ora óra heures"),
    (WordRoles::WHOLE, "uhr uur"),
    (WordRoles::HOUR, "h"),
    (WordRoles::AM, "am ص صباحا"),
    (WordRoles::PM, "pm م مساء مساءً"),
    (WordRoles::LETTER_A, "a π ق"),
    (WordRoles::LETTER_P, "p μ ب"),
    (WordRoles::LETTER_M, "m μ ظ"),
    (WordRoles::ORDINAL, "st nd rd th er re ro eme e ste de η ης го ого й a án én jén"),
    (WordRoles::OF, "of de del d di do da dei des den the năm"),
    (WordRoles::ARTICLE, "the den le el il lo dne dnia de am kl feira tanggal τις στις günü 的"),
    (WordRoles::YEAR, "г года год гг р року рік роки year yılı م roku r m ko gada"),
    (WordRoles::MONTH, "tháng"),
    (WordRoles::ISO_T, "t"),
    (WordRoles::FIRST, "الأول"),
    (WordRoles::SECOND, "الثاني الثانى"),
    (WordRoles::CLOCK_O, "o"),
    (WordRoles::CLOCK_WORD, "clock"),
    (WordRoles::ON, "on am le il el la del dne den dnia the of στις ngày published posted em time"),
];

/// Weekdays, Monday first, with their short forms. Names of two letters are left out: they are words everywhere.
#[rustfmt::skip]
pub(super) const WEEKDAYS: &[[&str; 7]] = &[
    // English
    ["Monday Mon", "Tuesday Tue Tues", "Wednesday Wed Weds", "Thursday Thu Thur Thurs", "Friday Fri", "Saturday Sat", "Sunday Sun"],
    // German, French
    ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag Sonnabend", "Sonntag"],
    ["lundi lun", "mardi mar", "mercredi mer", "jeudi jeu", "vendredi ven", "samedi sam", "dimanche dim"],
    // Spanish, Italian, Portuguese, Catalan, Romanian
    ["lunes lun", "martes mar", "miércoles mié", "jueves jue", "viernes vie", "sábado sáb", "domingo dom"],
    ["lunedì lun", "martedì mar", "mercoledì mer", "giovedì gio", "venerdì ven", "sabato sab", "domenica dom"],
    ["segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo"],
    ["dilluns", "dimarts", "dimecres", "dijous", "divendres", "dissabte", "diumenge"],
    ["luni lun", "marți", "miercuri", "joi", "vineri", "sâmbătă", "duminică"],
    // Dutch, Swedish, Norwegian and Danish
    ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
    ["måndag", "tisdag tis", "onsdag ons", "torsdag tors", "fredag fre", "lördag lör", "söndag"],
    ["mandag", "tirsdag tir", "onsdag ons", "torsdag tor", "fredag fre", "lørdag lør", "søndag"],
    // Polish, Czech, Slovak, Croatian and Serbian
    ["poniedziałek pon", "wtorek", "środa śr", "czwartek czw", "piątek", "sobota sob", "niedziela niedz"],
    ["pondělí", "úterý", "středa", "čtvrtek", "pátek", "sobota", "neděle"],
    ["pondelok", "utorok", "streda", "štvrtok", "piatok", "sobota", "nedeľa"],
    ["ponedjeljak ponedeljak", "utorak", "srijeda sreda", "četvrtak", "petak", "subota", "nedjelja nedelja"],
    // Turkish, Russian, Ukrainian, Bulgarian
    ["Pazartesi Pzt", "Salı", "Çarşamba Çar", "Perşembe Per", "Cuma", "Cumartesi Cmt", "Pazar"],
    ["понедельник пн", "вторник вт", "среда ср", "четверг чт", "пятница пт", "суббота сб", "воскресенье вс"],
    ["понеділок", "вівторок", "середа", "четвер", "пт", "субота", "неділя"],
    ["понеделник", "вторник", "сряда", "четвъртък", "петък", "събота", "неделя"],
    // Greek, Finnish, Hungarian, Indonesian, Arabic, Persian
    ["Δευτέρα", "Τρίτη", "Τετάρτη", "Πέμπτη", "Παρασκευή", "Σάββατο", "Κυριακή"],
    ["maanantai maanantaina", "tiistai tiistaina", "keskiviikko keskiviikkona", "torstai torstaina", "perjantai perjantaina", "lauantai lauantaina",
        "sunnuntai sunnuntaina"],
    ["hétfő", "kedd", "szerda", "csütörtök", "péntek", "szombat", "vasárnap"],
    ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"],
    ["الاثنين الإثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
    ["دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه"],
];

/// Han and Hangul characters that make up a weekday between a date and its time: 月曜日, 星期一, 周三, 월요일.
pub(super) const WEEKDAY_CHARACTERS: &str = "星期周週曜日天月火水木金土一二三四五六월화수목금토일요";

/// What says before a clock time, in Han and Hangul, which half of the day it means (true: after noon).
pub(super) const HALF_DAYS: &[([char; 2], bool)] = &[
    (['午', '前'], false),
    (['午', '後'], true),
    (['上', '午'], false),
    (['下', '午'], true),
    (['早', '上'], false),
    (['凌', '晨'], false),
    (['晚', '上'], true),
    (['中', '午'], true),
    (['오', '전'], false),
    (['오', '후'], true),
];
