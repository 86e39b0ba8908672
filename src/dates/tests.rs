use super::*;

fn date(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn in_language(language: &str) -> Context<'_> {
    Context { language: Some(language), ..Context::default() }
}

/// Each found date as `value`, `value?` where ambiguous, `value~` where yearless.
fn found(text: &str, ctx: &Context<'_>) -> Vec<String> {
    let dates = find(text, ctx);
    for pair in dates.windows(2) {
        assert!(pair[0].end <= pair[1].start, "{text}");
    }
    for date in &dates {
        assert!(!text[date.start..date.end].trim().is_empty(), "{text}");
    }
    let show = |date: &Found| {
        format!("{}{}{}", date.value, if date.ambiguous { "?" } else { "" }, if date.yearless { "~" } else { "" })
    };
    dates.iter().map(show).collect()
}

/// Checks rows of text and the one date in it.
fn check(ctx: &Context<'_>, rows: &[(&str, &str)]) {
    let wrong: Vec<_> = rows.iter().filter(|(text, expected)| found(text, ctx) != [*expected]).collect();
    let got: Vec<_> =
        wrong.iter().map(|(text, expected)| format!("{text}: {:?}, not {expected}", found(text, ctx))).collect();
    assert!(got.is_empty(), "\n{}", got.join("\n"));
}

/// Checks texts in which no date stands.
fn check_none(ctx: &Context<'_>, texts: &[&str]) {
    let got: Vec<_> =
        texts.iter().filter(|text| !find(text, ctx).is_empty()).map(|text| (text, found(text, ctx))).collect();
    assert!(got.is_empty(), "{got:#?}");
}

#[test]
fn english_with_a_time() {
    check(
        &Context::default(),
        &[
            ("Last Updated: Monday, 10 December 2007, 10:28 GMT", "2007-12-10T10:28:00Z"),
            ("Thursday, 9 August 2007, 10:48 GMT 11:48 UK", "2007-08-09T10:48:00Z"),
            ("Wednesday, 14 October, 1998, 17:35 GMT 18:35 UK", "1998-10-14T17:35:00Z"),
            ("Thursday, 9 August 2007, 11:48 UK 10:48 GMT", "2007-08-09T10:48:00Z"),
            ("Published: 2007/09/28 03:52:39 GMT", "2007-09-28T03:52:39Z"),
            ("16 December 09 17:49 GMT", "2009-12-16T17:49:00Z"),
            ("13 January 2011 Last updated at 17:49 GMT", "2011-01-13T17:49:00Z"),
            ("10 December 2007 | 10:28", "2007-12-10T10:28:00"),
            ("December 10, 2007 at 10:28 a.m. EST", "2007-12-10T10:28:00-05:00"),
            ("December 10, 2007 10:28 P.M. ET", "2007-12-10T22:28:00-05:00"),
            ("July 10, 2007 10:28pm ET", "2007-07-10T22:28:00-04:00"),
            ("July 10, 2007 12:05 am", "2007-07-10T00:05:00"),
            ("July 10, 2007 12:05 PM PT", "2007-07-10T12:05:00-07:00"),
            ("July 10, 2007 3 p.m. CDT", "2007-07-10T15:00:00-05:00"),
            ("Mon, 10 Dec 2007 10:28:00 +0000", "2007-12-10T10:28:00Z"),
            ("Mon Dec 10 10:28:00 GMT 2007", "2007-12-10T10:28:00Z"),
            ("Mon Dec 10 2007 10:28:00 GMT+0100 (CET)", "2007-12-10T10:28:00+01:00"),
            ("[10/Dec/2007:10:28:00 -0500]", "2007-12-10T10:28:00-05:00"),
            ("Published 3:45 PM ET, Tue November 12, 2019", "2019-11-12T15:45:00-05:00"),
            ("Updated 1041 GMT (1841 HKT) March 2, 2012", "2012-03-02T10:41:00Z"),
            ("Updated 1841 HKT (1041 GMT) March 2, 2012", "2012-03-02T10:41:00Z"),
            ("Posted: 10:28 on 10 December 2007", "2007-12-10T10:28:00"),
            ("10:28 GMT, Monday, 10 December 2007", "2007-12-10T10:28:00Z"),
            ("10 December 2007 at 10.28am", "2007-12-10T10:28:00"),
            ("10 December 2007, 10.28 BST", "2007-12-10T10:28:00+01:00"),
            ("10 December 2007 at 10 o'clock", "2007-12-10T10:00:00"),
            ("10 December 2007 1028 hrs", "2007-12-10T10:28:00"),
            ("10 December 2007 10:28 GMT+1", "2007-12-10T10:28:00+01:00"),
            ("10 December 2007 10:28 UTC+02:00", "2007-12-10T10:28:00+02:00"),
            ("10 December 2007 10:28 +0530", "2007-12-10T10:28:00+05:30"),
            ("10 December 2007 10:28 - 12:30", "2007-12-10T10:28:00"),
            ("10 December 2007 10:28-11:30", "2007-12-10T10:28:00"),
            ("10 December 2007 23:30 EST (0430 GMT)", "2007-12-11T04:30:00Z"),
            ("2019-11-20T10:00:00.123+01:00 by X", "2019-11-20T10:00:00+01:00"),
            ("on 2019-11-20 10:00 UTC.", "2019-11-20T10:00:00Z"),
            ("10 December 2007, 31:28", "2007-12-10"),
            ("10 December 2007, 3:1", "2007-12-10"),
            ("10 December 2007 at 10.28", "2007-12-10"),
            ("10 December 2007 Last updated 21 hours ago", "2007-12-10"),
            ("10 December 2007 updated 21h ago", "2007-12-10"),
            ("15 Apr 2011 01:52:35 GMT 8:04 PM EST", "2011-04-15T01:52:35Z"),
            ("10 December 2007 10:28 Z", "2007-12-10T10:28:00"),
        ],
    );
}

#[test]
fn english_days() {
    check(
        &Context::default(),
        &[
            ("Dec. 10th, 2007", "2007-12-10"),
            ("Dec 10, '07", "2007-12-10"),
            ("December the 10th, 2007", "2007-12-10"),
            ("the 10th of December, 2007", "2007-12-10"),
            ("10th December 2007", "2007-12-10"),
            ("10 DECEMBER 2007", "2007-12-10"),
            ("10-Dec-2007", "2007-12-10"),
            ("10-Dec-07", "2007-12-10"),
            ("Dec-10-07", "2007-12-10"),
            ("03.Mär.19 Viele", "2019-03-03"),
            ("10 December-12 January 2008", "2008-01-12"),
            ("10Dec2007", "2007-12-10"),
            ("Sept 11 2001", "2001-09-11"),
            ("10 Sep. 1999", "1999-09-10"),
            ("3 May 70", "1970-05-03"),
            ("3 May 69", "2069-05-03"),
            ("10\u{a0}December\n2007", "2007-12-10"),
            ("Comments (10) December 12, 2007", "2007-12-12"),
            ("Comments 10 December 12, 2007", "2007-12-12"),
            ("9-10 December 2007", "2007-12-10"),
            ("By A. Writer|10 December 2007|Updated", "2007-12-10"),
            ("2007 December 10", "2007-12-10"),
            ("2007-Dec-10", "2007-12-10"),
            ("29 February 2012", "2012-02-29"),
            ("On 10 December 2007, 12 people", "2007-12-10"),
        ],
    );
    let ctx = Context::default();
    assert_eq!(found("10 Dec 2007 10:28 and 11 Dec 2007 11:30", &ctx), ["2007-12-10T10:28:00", "2007-12-11T11:30:00"]);
    assert_eq!(found("3 May 2001; May 4, 2001 - 2001-05-05", &ctx), ["2001-05-03", "2001-05-04", "2001-05-05"]);
}

#[test]
fn numbers_are_ordered_by_the_language() {
    check(
        &in_language("en-US"),
        &[
            ("10/12/2007", "2007-10-12"),
            ("12/10/07", "2007-12-10"),
            ("25/12/2007", "2007-12-25"),
            ("12/25/2007", "2007-12-25"),
            ("10-12-2007 10:28 PM", "2007-10-12T22:28:00"),
        ],
    );
    for language in ["en-GB", "de", "fr-CA", "es", "en_AU", "ja", "pt-BR"] {
        check(
            &in_language(language),
            &[("10/12/2007", "2007-12-10"), ("10 / 12 / 2007", "2007-12-10"), ("10.12.2007", "2007-12-10")],
        );
    }
    for ctx in [in_language("en"), in_language("en-CA"), Context::default()] {
        check(
            &ctx,
            &[
                ("10/12/2007", "2007-10-12?"),
                ("12/10/07", "2007-12-10?"),
                ("25/12/2007", "2007-12-25"),
                ("12/25/2007", "2007-12-25"),
                ("10/10/2007", "2007-10-10"),
                ("Monday 10/12/2007", "2007-12-10"),
                ("Fri, 10/12/2007", "2007-10-12"),
            ],
        );
    }
    check(&in_language("en"), &[("10.12.2007", "2007-12-10?")]);
    check(&Context { day_first: Some(true), ..in_language("en") }, &[("10/12/2007", "2007-12-10")]);
    check(
        &Context { day_first: Some(false), ..in_language("de") },
        &[("10/12/2007", "2007-10-12"), ("25/12/2007", "2007-12-25")],
    );
    let captured = Context { latest: Some(date("2007-11-01")), ..in_language("en-GB") };
    check(&captured, &[("10/12/2007", "2007-10-12"), ("12/10/2007", "2007-10-12")]);
}

#[test]
fn german_and_its_neighbours() {
    check(
        &in_language("de-AT"),
        &[
            ("10.12.2007, 14:05 Uhr", "2007-12-10T14:05:00"),
            ("10.12.2007 (Mo) 14.05 Uhr", "2007-12-10T14:05:00"),
            ("10. 12. 2007", "2007-12-10"),
            ("3.4.2012", "2012-04-03"),
            ("27.04.24 um 07:39 Uhr", "2024-04-27T07:39:00"),
            ("3. April 2012", "2012-04-03"),
            ("3. April 2012 um 14 Uhr", "2012-04-03T14:00:00"),
            ("Dienstag, den 3. April 2012, 14.05 Uhr MESZ", "2012-04-03T14:05:00+02:00"),
            ("3. Jänner 2012", "2012-01-03"),
            ("3. Jaenner 2012", "2012-01-03"),
            ("3. März 2012", "2012-03-03"),
            ("3. MAERZ 2012", "2012-03-03"),
            ("3. Dez. 2012", "2012-12-03"),
            ("12:30 am 3. April 2012", "2012-04-03T12:30:00"),
            ("14:05 Uhr, 3. April 2012", "2012-04-03T14:05:00"),
        ],
    );
    check(
        &Context::default(),
        &[
            ("3 april 2012 om 14:05", "2012-04-03T14:05:00"),
            ("dinsdag 3 maart 2012", "2012-03-03"),
            ("12 mei 2014, 14.05 uur", "2014-05-12T14:05:00"),
            ("den 3 april 2012 kl 14.05", "2012-04-03T14:05:00"),
            ("tisdag 3 augusti 2012 klockan 14.05", "2012-08-03T14:05:00"),
            ("3. desember 2012 kl. 14.05", "2012-12-03T14:05:00"),
            ("3. marts 2012 kl. 14", "2012-03-03"),
            ("3. oktober 2012 klokken 9.05", "2012-10-03T09:05:00"),
            ("3.4.2012 klo 14.05", "2012-04-03T14:05:00"),
            ("tiistai 3. huhtikuuta 2012", "2012-04-03"),
        ],
    );
    check(&in_language("nb-NO"), &[("10. des. 2007", "2007-12-10")]);
    check_none(&in_language("de"), &["Firefox 3.6.12", "27-04-24", "27.13.24"]);
}

#[test]
fn romance_languages() {
    check(
        &Context::default(),
        &[
            ("le 3 avril 2012 à 14h05", "2012-04-03T14:05:00"),
            ("le 3 avril 2012 à 14h", "2012-04-03T14:00:00"),
            ("3 avril 2012, 14h05 CEST", "2012-04-03T14:05:00+02:00"),
            ("Publié le mardi 3 avril 2012 à 14 h 05", "2012-04-03T14:05:00"),
            ("1er août 2012", "2012-08-01"),
            ("3 févr. 2012", "2012-02-03"),
            ("3 déc. 2012 | 14:05", "2012-12-03T14:05:00"),
            ("le 03/04/2012 à 09h05", "2012-03-04T09:05:00?"),
            ("12 de marzo de 2014 - 18:42 CET", "2014-03-12T18:42:00+01:00"),
            ("Lunes, 10 de diciembre del 2007", "2007-12-10"),
            ("3 mayo 2012 18:42 h", "2012-05-03T18:42:00"),
            ("3 aprile 2012 alle 14.05", "2012-04-03T14:05:00"),
            ("martedì 3 gennaio 2012, ore 14:05", "2012-01-03T14:05:00"),
            ("3 de março de 2012 às 14h05", "2012-03-03T14:05:00"),
            ("segunda-feira, 10 de dezembro de 2007", "2007-12-10"),
            ("3 aprilie 2012, ora 14:05", "2012-04-03T14:05:00"),
            ("3 d’abril de 2012", "2012-04-03"),
            ("3 d'octubre del 2012", "2012-10-03"),
        ],
    );
    check(&in_language("es"), &[("10 ago 2007", "2007-08-10")]);
    check(&in_language("pt-BR"), &[("10 out 2007", "2007-10-10"), ("10/12/2007 - 14h05", "2007-12-10T14:05:00")]);
    check(&in_language("it"), &[("10 mag 2007", "2007-05-10")]);
}

#[test]
fn slavic_languages() {
    check(
        &Context::default(),
        &[
            ("3 kwietnia 2012", "2012-04-03"),
            ("wtorek, 3 stycznia 2012, godz. 14.05", "2012-01-03T14:05:00"),
            ("3 paź 2012", "2012-10-03"),
            ("3 listopada 2012", "2012-11-03"),
            ("3. dubna 2012", "2012-04-03"),
            ("3. září 2012 14:05", "2012-09-03T14:05:00"),
            ("3. července 2012", "2012-07-03"),
            ("3. června 2012", "2012-06-03"),
            ("3. mája 2012", "2012-05-03"),
            ("3 апреля 2012, 14:05", "2012-04-03T14:05:00"),
            ("3 апреля 2012 г. в 14:05", "2012-04-03T14:05:00"),
            ("вторник, 3 мая 2012 года, 14:05 МСК", "2012-05-03T14:05:00+04:00"),
            ("3 мая 2016 14:05 мск", "2016-05-03T14:05:00+03:00"),
            ("3 квітня 2012", "2012-04-03"),
            ("3 січня 2012 року, 14:05", "2012-01-03T14:05:00"),
            ("3 юли 2012", "2012-07-03"),
            ("3. avgust 2012", "2012-08-03"),
            ("3. siječnja 2012.", "2012-01-03"),
        ],
    );
    check(&in_language("hr"), &[("3. listopada 2012.", "2012-10-03")]);
    check(&in_language("cs"), &[("3. pro 2012", "2012-12-03")]);
}

#[test]
fn other_languages() {
    check(
        &Context::default(),
        &[
            ("3 Nisan 2012 Salı", "2012-04-03"),
            ("3 Nisan 2012 Salı, 14:05", "2012-04-03T14:05:00"),
            ("10 KASIM 2007", "2007-11-10"),
            ("10 Şubat 2007 saat 14.05", "2007-02-10T14:05:00"),
            ("10 Aralık 2007", "2007-12-10"),
            ("10 Δεκεμβρίου 2007", "2007-12-10"),
            ("10 ΜΑΪΟΥ 2007, 10:28 μ.μ.", "2007-05-10T22:28:00"),
            ("10 Μαΐου 2007 10:28 π.μ.", "2007-05-10T10:28:00"),
            ("2012. április 3.", "2012-04-03"),
            ("2012. április 3., kedd 14:05", "2012-04-03T14:05:00"),
            ("2012. 04. 03. 14:05", "2012-04-03T14:05:00"),
            ("3 Mei 2012, pukul 14.05 WIB", "2012-05-03T14:05:00+07:00"),
            ("Selasa, 3 Agustus 2012", "2012-08-03"),
            ("10 ديسمبر 2007", "2007-12-10"),
            ("10 בדצמבר 2007", "2007-12-10"),
            ("13 gusht 2020, 09:08", "2020-08-13T09:08:00"),
            ("الاثنين 10 ديسمبر/كانون الأول 2007", "2007-12-10"),
            ("١٠ كانون الثاني ٢٠٠٧", "2007-01-10"),
            ("10 تشرين الأول 2007 14:05", "2007-10-10T14:05:00"),
            ("10 أغسطس, 2007", "2007-08-10"),
            ("۱۰ دسامبر ۲۰۰۷", "2007-12-10"),
            ("10 ژوئیه 2007", "2007-07-10"),
        ],
    );
}

#[test]
fn han_and_hangul() {
    check(
        &Context::default(),
        &[
            ("2007年12月10日15時3分", "2007-12-10T15:03:00"),
            ("2007年12月10日 午後3時", "2007-12-10T15:00:00"),
            ("2007年12月10日（月）15時03分", "2007-12-10T15:03:00"),
            ("２００７年１２月１０日", "2007-12-10"),
            ("2007年12月10日 星期一 下午3:05", "2007-12-10T15:05:00"),
            ("2007 年 12 月 10 日 10:28:26", "2007-12-10T10:28:26"),
            ("2007年12月10日09:30 来源", "2007-12-10T09:30:00"),
            ("2007년 12월 10일", "2007-12-10"),
            ("2007년 12월 10일 오후 3시 5분", "2007-12-10T15:05:00"),
            ("2007년 12월 10일 (월) 오전 12시 5분", "2007-12-10T00:05:00"),
            ("2007. 12. 10", "2007-12-10"),
            ("2007.12.10 15:03", "2007-12-10T15:03:00"),
            ("2007. 12. 10. 15:03", "2007-12-10T15:03:00"),
            ("2007/12/10 15:03", "2007-12-10T15:03:00"),
            ("2007-12-10 15:03 KST", "2007-12-10T15:03:00+09:00"),
            ("2007年12月10日10时28分26秒", "2007-12-10T10:28:26"),
        ],
    );
    check_none(&Context::default(), &["2007年12月", "12月10日", "2007年度", "3時5分", "12월 10일"]);
}

#[test]
fn not_dates() {
    check_none(
        &Context { latest: Some(date("2012-06-01")), ..Context::default() },
        &[
            "",
            "31 February 2007",
            "2007-02-31",
            "31/02/2007",
            "30.02.2007",
            "0 May 2007",
            "10/13/13/2007",
            "December 2007",
            "December, 2007",
            "May 2007 report",
            "yesterday at 10:28 GMT",
            "10:28",
            "10:28 GMT",
            "3:45 PM",
            "1.2.3",
            "version 1.2.2007.4",
            "10.12.2007.1",
            "v3.4.2012",
            "192.168.1.10",
            "3.4.12",
            "27.04.24",
            "20.6.13",
            "10-12-07",
            "£10.50",
            "$10,000",
            "$10/12/2007",
            "won 3-2, 6-4, 7-5",
            "2-1 (1-0)",
            "020 7946 0958",
            "+44 20-7946-0958",
            "555-10-12-2007",
            "2007-2008",
            "2007/08",
            "1998-99 season",
            "1/2/3",
            "10/12",
            "24/7",
            "10 December 1805",
            "December 10, 1805",
            "10 December 2101",
            "1969-12-31",
            "2101-01-01",
            "March 10,000 people",
            "10 may be enough",
            "they march 10 miles",
            "10 of 2007",
            "10km 2007",
            "100 December 2007",
            "45 December 2007",
            "20071210",
            "id=10/12/2007",
            "http://example.com/2007/12/10/story",
            "AB10/12/2007",
            "10.12.2007abc",
            "10 des 2007 participants",
            "two days ago 10 2007",
            "1,010 March 2007",
            "10/Foo/2007",
            "10 December 2013",
            "10/12/20071",
        ],
    );
}

#[test]
fn later_dates_are_not_believed() {
    let ctx = Context { latest: Some(date("2007-12-10T03:21:45Z")), ..Context::default() };
    let text = "9 December 2007, 10 December 2007, 11 December 2007 01:00, 12 December 2007";
    assert_eq!(found(text, &ctx), ["2007-12-09", "2007-12-10", "2007-12-11T01:00:00"]);
    assert_eq!(parse("2007-12-12", &ctx), None);
    assert_eq!(parse("2007-12-12 or 2007-12-09", &ctx), Some(date("2007-12-09")));
}

#[test]
fn a_missing_year_is_that_of_the_latest() {
    let ctx = Context { latest: Some(date("2008-06-01")), ..Context::default() };
    check(
        &ctx,
        &[
            ("10 December, 10:28", "2007-12-10T10:28:00~"),
            ("10 May", "2008-05-10~"),
            ("December 10-12", "2007-12-10~"),
            ("May 10th at 3 pm", "2008-05-10T15:00:00~"),
            ("2 June", "2008-06-02~"),
            ("3 June", "2007-06-03~"),
            ("29 February", "2008-02-29~"),
            ("Sunday, 10 December", "2006-12-10~"),
            ("10 December 12 people", "2007-12-10~"),
            ("On December 10, 12 people", "2007-12-10~"),
            ("12月10日", "2007-12-10~"),
            ("3 de abril", "2008-04-03~"),
            ("10:28 GMT, 10 May", "2008-05-10T10:28:00Z~"),
        ],
    );
    check_none(&Context::default(), &["10 December, 10:28", "May 10th"]);
    check_none(&Context { latest: Some(date("2007-06-01")), ..ctx }, &["29 February"]);
}

#[test]
fn zones_follow_the_date() {
    check(
        &Context::default(),
        &[
            ("11 March 2007 01:59 ET", "2007-03-11T01:59:00-05:00"),
            ("11 March 2007 03:00 ET", "2007-03-11T03:00:00-04:00"),
            ("4 November 2007 03:00 ET", "2007-11-04T03:00:00-05:00"),
            ("15 March 2006 12:00 ET", "2006-03-15T12:00:00-05:00"),
            ("2 April 2006 12:00 CT", "2006-04-02T12:00:00-05:00"),
            ("29 October 2006 12:00 MT", "2006-10-29T12:00:00-07:00"),
            ("25 March 2007 12:00 UK", "2007-03-25T12:00:00+01:00"),
            ("24 March 2007 12:00 UK", "2007-03-24T12:00:00Z"),
            ("28 October 2007 12:00 UK", "2007-10-28T12:00:00Z"),
            ("1 July 1990 12:00 UK", "1990-07-01T12:00:00"),
            ("1 July 2007 12:00 IST", "2007-07-01T12:00:00+05:30"),
            ("1 July 2007 12:00 NZST", "2007-07-01T12:00:00+12:00"),
            ("1 July 2007 12:00 AEST", "2007-07-01T12:00:00+10:00"),
            ("1 July 2007 12:00 (EEST)", "2007-07-01T12:00:00+03:00"),
            ("1 July 2007 12:00 WEST", "2007-07-01T12:00:00+01:00"),
            ("1 July 2007 12:00 est fermé", "2007-07-01T12:00:00"),
            ("1 July 2007 11:00 am est", "2007-07-01T11:00:00-05:00"),
            ("1 July 2007 12:00 SGT", "2007-07-01T12:00:00+08:00"),
        ],
    );
}

#[test]
fn a_range_covers_the_date_and_no_more() {
    let rows = [
        ("By X, Monday, 10 December 2007, 10:28 GMT. More", "Monday, 10 December 2007, 10:28 GMT"),
        ("é Published 3:45 PM ET, Tue November 12, 2019 é", "3:45 PM ET, Tue November 12, 2019"),
        ("am 3. April 2012 um 14:05 Uhr von", "3. April 2012 um 14:05 Uhr"),
        ("(2007年12月10日15時3分)", "2007年12月10日15時3分"),
        ("10 December 2007, by", "10 December 2007"),
        ("Dec 10, 2007 10:28 a.m. | X", "Dec 10, 2007 10:28 a.m."),
    ];
    for (text, expected) in rows {
        let dates = find(text, &Context::default());
        let spans: Vec<_> = dates.iter().map(|date| &text[date.start..date.end]).collect();
        assert_eq!(spans, [expected], "{text}");
    }
}

/// Were any attempt to look further than its window, these would take hours.
#[test]
fn hostile_text_is_walked_once() {
    let latest = Some(date("2012-06-01"));
    let contexts = [Context::default(), Context { latest, language: Some("pt"), ..Context::default() }];
    let pieces = "1|1/|1.|1:|10 |10:28 |10:28 GMT |1041 GMT (|December |10 December |December 10 |Monday, |mar |out |de |2007 |2007-|\
                  2007年|年|午後|(|a.|كانون |\u{301}|x| |10 Dec 2007 1:00 ET ";
    for piece in pieces.split('|') {
        let megabyte = ["1", "1/", "December "].contains(&piece);
        let text = piece.repeat(if megabyte { 1_000_000 } else { 100_000 } / piece.len());
        for ctx in &contexts {
            let dates = find(&text, ctx);
            assert!(dates.len() <= text.len() / 4, "{piece}");
        }
    }
}

#[test]
fn the_end_of_the_calendar_rules_no_date_out() {
    // `web/9999/` in an archive's address asks for its last capture.
    let latest = Some(date("9999-12-31T23:59:59Z"));
    check(&Context { latest, ..Context::default() }, &[("10 December 2007", "2007-12-10")]);
}

#[test]
fn dates_far_into_a_text_are_found() {
    // Wherever the window is moved on, nothing is lost or read twice.
    let text = "of 10 December 2007, 10:28 GMT; x ".repeat(2000);
    let dates = find(&text, &Context::default());
    assert_eq!(dates.len(), 2000);
    assert!(dates.iter().all(|found| found.value == date("2007-12-10T10:28:00Z") && found.end - found.start == 27));
}

#[test]
fn words_between_dates_change_none() {
    // Words far from any number are not read; wherever they begin, a date is whole.
    let date_text = "Monday, 10 December 2007, last updated at 22:28 GMT";
    for before in 0..40 {
        let text = format!("{}{date_text}{} {date_text}", "pier ".repeat(before), " and quay".repeat(before));
        let dates = find(&text, &Context::default());
        assert_eq!(dates.len(), 2, "{before}");
        for found in dates {
            assert_eq!((found.value, found.end - found.start), (date("2007-12-10T22:28:00Z"), date_text.len()));
        }
    }
}

#[test]
fn short_dates_that_stand_by_themselves() {
    let german = in_language("de");
    check(
        &german,
        &[
            ("8.5.12", "2012-05-08"),
            ("Grete Halm, 8.5.12", "2012-05-08"),
            ("Di, 8.5.12 | 10:28 Uhr", "2012-05-08T10:28:00"),
            ("Kommentar: 8.5.12", "2012-05-08"),
        ],
    );
    check_none(&german, &["Kapitel 8.5.12", "Version 8.5.12 ist da", "8.5.12 bis 8.5.14 der Norm"]);
    check(
        &Context::default(),
        &[("First posted: 12-10-07 05:18 PM", "2007-12-10T17:18:00?"), ("Posted 27-11-07", "2007-11-27")],
    );
    check(&in_language("nl"), &[("10-12-07", "2007-12-10")]);
    check_none(&Context::default(), &["Lot 12-10-07", "call 12-10-07"]);
}

#[test]
fn more_languages() {
    let rows = [
        ("lt", "2007 m. gruodžio 10 d."),
        ("lv", "2007. gada 10. decembris"),
        ("is", "10. des. 2007"),
        ("eu", "2007ko abenduaren 10a"),
        ("gl", "10 de decembro de 2007"),
        ("cy", "10 Rhagfyr 2007"),
        ("tl", "Disyembre 10, 2007"),
        ("az", "10 dekabr 2007"),
        ("be", "10 снежня 2007"),
        ("hy", "10 Դեկտեմբեր, 2007"),
        ("ka", "10 დეკემბერი 2007"),
        ("hi", "१० दिसम्बर २००७"),
        ("bn", "১০ ডিসেম্বর ২০০৭"),
        ("ur", "10 دسمبر 2007"),
        ("ta", "10 டிசம்பர் 2007"),
        ("te", "10 డిసెంబర్ 2007"),
        ("vi", "ngày 10 tháng 12 năm 2007"),
    ];
    for (language, text) in rows {
        check(&in_language(language), &[(text, "2007-12-10")]);
    }
}

#[test]
fn other_calendars() {
    let rows = [
        ("fa", "دوشنبه ۱۹ آذر ۱۳۸۶"),
        ("fa", "۱۳۸۶/۰۹/۱۹"),
        ("th", "10 ธันวาคม 2550"),
        ("ja", "平成19年12月10日"),
        ("zh", "民國96年12月10日"),
    ];
    for (language, text) in rows {
        check(&in_language(language), &[(text, "2007-12-10")]);
    }
    check(&in_language("ja"), &[("昭和63年12月10日 10時28分", "1988-12-10T10:28:00")]);
    check_none(&in_language("en"), &["1386/09/19", "19 dalmatians 1386"]);
}
