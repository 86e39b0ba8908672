//! Archives whose parts lie apart, several archives at once, and aggregators.
#![cfg(feature = "fetch")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use crate::fake_archive::{FakeArchive, Held, Holdings, Reply, Request, at, fetcher, gzip, http_date, page, sha1};
use cuttings::{
    Archive, Captures, Collapse, ErrorKind, HistoryOptions, MatchType, Outcome, OutcomeCode, Query, Timestamp,
};

const STORY: &str = "http://news.example/1.html";

/// An archive of captures of the story: times, and what it said.
async fn holding(captures: &[(&str, &str)]) -> FakeArchive {
    Holdings::new(captures.iter().map(|(time, said)| Held::new(time, STORY, page(said)))).serve().await
}

/// The days of March 2019 and the ports of the archives of all rows; an error is said as it is.
async fn told(mut captures: Captures) -> Vec<(String, String)> {
    let mut all = Vec::new();
    while let Some(row) = captures.next().await {
        match row {
            Ok(row) => {
                let digits = row.timestamp.to_string();
                all.push((digits[6..8].to_owned(), row.archive.unwrap()));
            }
            Err(error) => all.push((error.code().to_string(), error.to_string())),
        }
    }
    all
}

/// The days of March, each with the archive that has it.
fn days(all: &[(&str, &Archive)]) -> Vec<(String, String)> {
    all.iter().map(|(day, archive)| ((*day).to_owned(), archive.name().to_owned())).collect()
}

#[tokio::test]
async fn captures_of_several_archives_come_merged_as_the_query_wants_them() {
    let one = holding(&[("20190301000000", "A"), ("20190303000000", "A"), ("20190305000000", "B")]).await;
    let two = holding(&[("20190302000000", "A"), ("20190304000000", "C"), ("20190305000000", "B")]).await;
    let (a, b) = (one.pywb(), two.wayback());
    // One that is named twice is asked once.
    let archives = [a.clone(), b.clone(), a.clone()];
    let all = Query::default();
    for (query, wanted) in [
        (all.clone(), days(&[("01", &a), ("02", &b), ("03", &a), ("04", &b), ("05", &a), ("05", &b)])),
        (all.clone().max_rows(3), days(&[("01", &a), ("02", &b), ("03", &a)])),
        (all.clone().since(at("20190304")), days(&[("04", &b), ("05", &a), ("05", &b)])),
        (all.clone().newest(3), days(&[("05", &a), ("05", &b), ("04", &b)])),
        (all.clone().closest(at("20190302020000")), days(&[("02", &b)])),
        (all.clone().closest(at("20190303020000")).max_rows(3), days(&[("03", &a), ("04", &b), ("02", &b)])),
        (all.clone().max_rows(0), days(&[])),
        // Runs go over both.
        (all.clone().collapse(Collapse::Digest), days(&[("01", &a), ("04", &b), ("05", &a)])),
        (all.clone().collapse(Collapse::Digest).newest(2), days(&[("05", &a), ("04", &b)])),
        (all.clone().collapse(Collapse::Digest).oldest(2), days(&[("01", &a), ("04", &b)])),
        (all.clone().collapse(Collapse::Time(8)).since(at("20190304")), days(&[("04", &b), ("05", &a)])),
        (all.clone().collapse(Collapse::Time(6)), days(&[("01", &a)])),
        (all.clone().collapse(Collapse::Time(8)).closest(at("20190305")), days(&[("05", &a)])),
    ] {
        assert_eq!(told(fetcher().captures_of_all(&archives, STORY, &query)).await, wanted, "{query:?}");
    }
    assert_eq!(told(fetcher().captures_of_all(&[], STORY, &all)).await, []);
    let mut rows = fetcher().captures_of_all(&archives, STORY, &all);
    while let Some(row) = rows.next().await {
        let row = row.unwrap();
        let archive = row.archive_among(&archives).unwrap();
        assert_eq!(row.archive.as_deref(), Some(archive.name()));
        let captured = fetcher().fetch_record(&archive, &row).await.unwrap().into_captured(STORY).unwrap();
        assert_eq!(captured.timestamp, row.timestamp);
    }
    // Of many pages they come page by page, as an index has them.
    let paged = |server: &FakeArchive| server.targets().iter().any(|target| target.contains("matchType=prefix"));
    let _ = told(fetcher().captures_of_all(&archives, "http://news.example/*", &all)).await;
    let _ = told(fetcher().captures_of_all(&archives, STORY, &all.match_type(MatchType::Prefix))).await;
    assert!(paged(&one) && paged(&two));
}

#[tokio::test]
async fn an_archive_that_fails_is_told_and_the_others_answer() {
    let good = holding(&[("20190301000000", "A"), ("20190309000000", "B")]).await;
    let (down, refused) = (FakeArchive::always(Reply::new(403, "no")).await, FakeArchive::refused().await);
    let archives = [down.wayback(), good.pywb(), Archive::pywb(&refused).unwrap()];
    let mut rows = fetcher().captures_of_all(&archives, STORY, &Query::default());
    let mut listed = 0;
    while let Some(row) = rows.next().await {
        row.unwrap();
        listed += 1;
    }
    assert_eq!(listed, 2);
    let failures: Vec<_> =
        rows.failures().iter().map(|failure| (failure.archive.clone(), failure.error.code())).collect();
    let names = [&archives[0], &archives[2]].map(|archive| archive.name().to_owned());
    let [first, second] = names.clone();
    assert!(failures.contains(&(first, OutcomeCode::Fetch)), "{failures:?}");
    assert!(failures.contains(&(second, OutcomeCode::ArchiveDown)), "{failures:?}");
    // All failed: each is told, in the order in which they were named.
    let mut rows = fetcher().captures_of_all(&[archives[0].clone(), archives[2].clone()], STORY, &Query::default());
    let error = rows.next().await.unwrap().unwrap_err();
    assert!(rows.next().await.is_none());
    let ErrorKind::Archives { failures, .. } = error.kind() else { panic!("{error}") };
    assert_eq!(failures.iter().map(|failure| failure.archive.clone()).collect::<Vec<_>>(), names);
    assert!(error.to_string().contains(&format!("{}: fetch {}", names[0], down.origin())), "{error}");
    // Of one alone its error is given as it is.
    let mut rows = fetcher().captures_of_all(&archives[..1], STORY, &Query::default());
    assert!(matches!(rows.next().await.unwrap().unwrap_err().kind(), ErrorKind::Fetch { .. }));
}

#[tokio::test]
async fn what_an_archive_had_listed_before_it_failed_is_not_lost() {
    let times = ["20190301000000", "20190303000000", "20190305000000"];
    let mut holdings = Holdings::new(times.map(|time| Held::new(time, STORY, page("A"))));
    holdings.page = Some(2);
    let breaks = FakeArchive::serve(move |request| match request.query().contains_key("resumeKey") {
        true => Reply::new(403, "no"),
        false => holdings.answer(request),
    });
    let (breaks, good) = (breaks.await, holding(&[("20190302000000", "A"), ("20190304000000", "B")]).await);
    let archives = [breaks.wayback(), good.pywb()];
    let mut rows = fetcher().captures_of_all(&archives, STORY, &Query::default());
    let mut found = Vec::new();
    while let Some(row) = rows.next().await {
        found.push(row.unwrap().timestamp.to_string()[6..8].to_owned());
    }
    assert_eq!((found.join(" ").as_str(), rows.failures().len()), ("01 02 03 04", 1));
}

#[tokio::test]
async fn the_nearest_capture_is_that_of_all_archives() {
    let one = holding(&[("20190301000000", "A"), ("20190309000000", "B")]).await;
    let two = holding(&[("20190304000000", "C")]).await;
    let none = Holdings::new([]).serve().await;
    let refused = Archive::pywb(&FakeArchive::refused().await).unwrap();
    let archives = [refused.clone(), none.wayback(), one.pywb(), two.wayback()];
    for (day, archive, time) in
        [("20190305", &archives[3], "20190304000000"), ("201904", &archives[2], "20190309000000")]
    {
        let nearest = fetcher().nearest_captured_of_all(&archives, STORY, at(day)).await.unwrap();
        assert_eq!((&nearest.archive, nearest.captured.timestamp.to_string().as_str()), (archive, time));
        let codes: Vec<_> = nearest.failures.iter().map(|failure| failure.error.code()).collect();
        assert_eq!(codes, [OutcomeCode::ArchiveDown, OutcomeCode::NeverArchived]);
    }
    let page = fetcher().nearest_of_all(&archives, STORY, at("20190305")).await.unwrap();
    assert_eq!(page.capture_time().unwrap().to_string(), "2019-03-04T00:00:00Z");
    let error = fetcher().nearest_of_all(&archives[..2], STORY, at("2019")).await.unwrap_err();
    assert_eq!((error.code(), error.is_not_found()), (OutcomeCode::ArchiveDown, false));
    let told = error.to_string();
    let names = [refused.name(), archives[1].name()].map(|name| format!("{name}: capture of {STORY}: "));
    assert!(told.starts_with("none of 2 archives: ") && names.iter().all(|name| told.contains(name)), "{told}");
    let nothing = [none.wayback(), none.pywb()];
    assert!(fetcher().nearest_of_all(&nothing, STORY, at("2019")).await.unwrap_err().is_not_found());
    let error = fetcher().nearest_of_all(&nothing[..1], STORY, at("2019")).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Capture { .. }), "{error}");
}

#[tokio::test]
async fn a_history_goes_over_all_archives_and_bytes_are_fetched_once() {
    let one = holding(&[("20190301000000", "Ferry stays"), ("20190305000000", "Ferry sails")]).await;
    let two = holding(&[
        ("20190302000000", "Ferry stays"),
        ("20190303000000", "Ferry sold"),
        ("20190306000000", "Ferry sails"),
    ])
    .await;
    let refused = Archive::pywb(&FakeArchive::refused().await).unwrap();
    let archives = [one.pywb(), two.wayback(), refused.clone()];
    let history = fetcher().history_of_all(&archives, STORY, &HistoryOptions::default()).await.unwrap();
    let versions: Vec<_> = history
        .versions
        .iter()
        .map(|version| (version.article.headline.clone().unwrap(), version.captures, version.archive.clone().unwrap()))
        .collect();
    let name = |at: usize| archives[at].name().to_owned();
    let wanted = [("Ferry stays", 2, name(0)), ("Ferry sold", 1, name(1)), ("Ferry sails", 2, name(0))];
    assert_eq!(versions, wanted.map(|(headline, captures, archive)| (headline.to_owned(), captures, archive)));
    let fetched = |server: &FakeArchive| server.targets().iter().filter(|target| target.contains("id_/")).count();
    assert_eq!((fetched(&one), fetched(&two)), (2, 1));
    assert_eq!((history.captures, history.complete, history.unlisted.len()), (5, false, 1));
    assert_eq!((&history.unlisted[0].archive, history.unlisted[0].code), (&name(2), OutcomeCode::ArchiveDown));
    assert_eq!(history.archive, [name(0), name(1), name(2)].join(", "));
    assert!(history.to_text().contains(&format!("Not listed:\n  {} archive_down: ", name(2))), "{}", history.to_text());
    let again: cuttings::History = serde_json::from_str(&history.to_json()).unwrap();
    assert_eq!(again, history);
    assert!(fetcher().history_of_all(&archives[2..], STORY, &HistoryOptions::default()).await.is_err());
}

#[tokio::test]
async fn one_archive_that_asks_for_a_pause_stops_no_other() {
    let held = Holdings::new(["20190301000000", "20190303000000"].map(|time| Held::new(time, STORY, page(time))));
    let busy = FakeArchive::serve(move |request| match request.target.contains("id_/") {
        true => Reply::new(429, "later").header("Retry-After", "600"),
        false => held.answer(request),
    });
    let (busy, good) =
        (busy.await, holding(&[("20190302000000", "Ferry stays"), ("20190304000000", "Ferry sails")]).await);
    let archives = [busy.wayback(), good.pywb()];
    let history = fetcher().history_of_all(&archives, STORY, &HistoryOptions::default()).await.unwrap();
    assert_eq!((history.versions.len(), history.failures.len(), history.captures), (2, 1, 4));
    assert_eq!(history.failures[0].archive.as_deref(), Some(archives[0].name()));
    assert!(!history.complete);
}

#[tokio::test]
async fn an_index_may_lie_at_another_address_and_speak_another_way() {
    let (index, replay) = (holding(&[("20190301000000", "A")]).await, holding(&[("20190301000000", "A")]).await);
    let (index_at, replay_at) = (index.origin(), replay.origin());
    for address in [format!("wayback+{index_at}/cdx/search/cdx"), format!("{index_at}/web/cdx")] {
        let archive = Archive::parse(&format!("{replay_at}/web/ index={address}")).unwrap();
        let row = fetcher().nearest_capture(&archive, STORY, at("2019")).await.unwrap().unwrap();
        let captured = fetcher().fetch_record(&archive, &row).await.unwrap().into_captured(STORY).unwrap();
        assert_eq!(captured.url.unwrap().to_string(), replay.raw("20190301000000", STORY));
        assert_eq!(row.archive.as_deref(), Some(archive.name()));
    }
    assert!(index.targets().iter().all(|target| target.contains("cdx?")), "{:?}", index.targets());
    assert!(replay.targets().iter().all(|target| target.contains("id_/")), "{:?}", replay.targets());
    // A page that it does not have is not one of a collection that there is not.
    let archive = Archive::parse(&format!("{replay_at}/web/ index={index_at}/web/cdx")).unwrap();
    let none = fetcher().nearest_capture(&archive, "http://none.example/", at("2019")).await.unwrap();
    assert_eq!((none, replay.targets().len()), (None, 2));
    // An index whose collection is none is told by its own address.
    let missing = FakeArchive::always(Reply::new(404, "<p>Collection not found: news").html()).await;
    let archive = Archive::parse(&format!("{replay_at}/web/ index={}/news/cdx", missing.origin())).unwrap();
    let error = fetcher().nearest_capture(&archive, STORY, at("2019")).await.unwrap_err();
    assert_eq!(error.url(), Some(format!("{}/news/cdx", missing.origin()).as_str()), "{error}");
}

#[tokio::test]
async fn an_index_alone_is_read_with_the_files_that_it_names() {
    let body = page("Ferry stays");
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}");
    let record = gzip(
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2019-03-01T00:00:00Z\r\nWARC-Target-URI: {STORY}\r\n\
             Content-Length: {}\r\n\r\n{http}\r\n\r\n",
            http.len()
        )
        .as_bytes(),
    );
    let (length, digest) = (record.len(), sha1(body.as_bytes()));
    let server = FakeArchive::serve(move |request| match request.target.split('?').next().unwrap() {
        "/cdx" => {
            let row = format!(
                "example,news)/1.html 20190301000000 {{\"url\": \"{STORY}\", \"mime\": \"text/html\", \"status\": \"200\", \
                 \"digest\": \"{digest}\", \"length\": \"{length}\", \"offset\": \"0\", \"filename\": \"a.warc.gz\"}}\n"
            );
            Reply::new(200, row)
        }
        "/files/a.warc.gz" => Reply::new(206, record.clone()),
        _ => Reply::never_archived(),
    })
    .await;
    let origin = server.origin();
    let archive = Archive::parse(&format!("index={origin}/cdx data={origin}/files")).unwrap();
    let page = fetcher().nearest(&archive, STORY, at("2019")).await.unwrap();
    assert_eq!(page.bytes(), body.as_bytes());
    // Without the files it can be listed, and what is missing is told.
    let archive = Archive::from_index(&format!("{origin}/cdx")).unwrap();
    let row = fetcher().nearest_capture(&archive, STORY, at("2019")).await.unwrap().unwrap();
    let outcome = fetcher().fetch_record(&archive, &row).await.unwrap();
    assert!(outcome.to_string().contains("does not tell where the record lies"), "{outcome}");
}

/// An aggregator of these captures, which lists two on a page of its TimeMap.
async fn aggregator(captures: Vec<(String, String)>, has_timegate: bool) -> FakeArchive {
    let nearest = |request: &Request, captures: &[(String, String)]| {
        let date = httpdate::parse_http_date(request.header("accept-datetime").unwrap()).unwrap();
        let wanted = date.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
        let apart = |time: &str| {
            let seconds = time.parse::<Timestamp>().unwrap().unix_seconds();
            u64::try_from(seconds).unwrap().abs_diff(wanted)
        };
        captures.iter().min_by_key(|(time, _)| apart(time)).map(|(_, address)| Reply::redirect(address.clone()))
    };
    FakeArchive::serve(move |request| {
        let host = request.header("host").unwrap();
        let (kind, rest) = request.target.trim_start_matches('/').split_once('/').unwrap();
        let rest = rest.trim_start_matches("link/");
        match kind {
            "timegate" if has_timegate && rest == STORY => nearest(request, &captures).unwrap(),
            "timemap" => {
                let (page, original) = rest
                    .split_once("/http")
                    .map_or((0, rest.to_owned()), |(n, rest)| (n.parse::<usize>().unwrap_or(0), format!("http{rest}")));
                if original != STORY {
                    return Reply::new(404, "");
                }
                let mut text = format!("<{STORY}>; rel=\"original\"");
                for (time, address) in captures.iter().skip(page * 2).take(2) {
                    text += &format!(",\n<{address}>; rel=\"memento\"; datetime=\"{}\"", http_date(time));
                }
                if captures.len() > page * 2 + 2 {
                    text += &format!(
                        ",\n<http://{host}/timemap/link/{}/{STORY}>; rel=\"timemap\"; type=\"application/link-format\"",
                        page + 1
                    );
                }
                Reply::new(200, text).header("Content-Type", "application/link-format")
            }
            _ => Reply::new(404, "no"),
        }
    })
    .await
}

#[tokio::test]
async fn an_aggregator_lists_captures_of_many_archives_and_each_is_fetched_from_its_own() {
    let one = holding(&[("20190301000000", "Ferry stays"), ("20190305000000", "Ferry sails")]).await;
    let two = holding(&[("20190303000000", "Ferry sold")]).await;
    // As people see them, not as they were captured.
    let shown = |server: &FakeArchive, time: &str| (time.to_owned(), format!("{}/web/{time}/{STORY}", server.origin()));
    let captures = vec![shown(&one, "20190301000000"), shown(&two, "20190303000000"), shown(&one, "20190305000000")];
    let server = aggregator(captures.clone(), true).await;
    let archive = Archive::parse(&format!("memento+{}/timemap/link/", server.origin())).unwrap();
    let wanted = days(&[("01", &one.pywb()), ("03", &two.pywb()), ("05", &one.pywb())]);
    assert_eq!(told(fetcher().captures(&archive, STORY, &Query::default())).await, wanted);
    let row = fetcher().nearest_capture(&archive, STORY, at("20190303")).await.unwrap().unwrap();
    let captured = fetcher().fetch_record(&archive, &row).await.unwrap().into_captured(STORY).unwrap();
    assert_eq!((captured.page.bytes(), two.targets().len()), (page("Ferry sold").as_bytes(), 1));
    assert_eq!(row.archive_among(std::slice::from_ref(&archive)).unwrap(), two.pywb());
    // Beside an archive it tells nothing twice.
    let both = [archive.clone(), one.pywb()];
    assert_eq!(told(fetcher().captures_of_all(&both, STORY, &Query::default())).await, wanted);
    let history = fetcher().history(&archive, STORY, &HistoryOptions::default()).await.unwrap();
    assert_eq!((history.versions.len(), history.versions[1].archive.as_deref()), (3, Some(two.pywb().name())));
    // Its TimeGate knows the nearest without all being listed.
    let before = server.targets().len();
    let nearest = fetcher().nearest_captured_of_all(&both[..1], STORY, at("20190303")).await.unwrap();
    assert_eq!((nearest.archive, nearest.captured.timestamp.to_string().as_str()), (two.pywb(), "20190303000000"));
    assert_eq!(server.targets()[before..], [format!("/timegate/{STORY}")]);
    // Without one the TimeMap tells.
    let server = aggregator(captures, false).await;
    let archive = Archive::memento(&server.origin()).unwrap();
    let page = fetcher().nearest(&archive, STORY, at("20190303")).await.unwrap();
    assert_eq!(page.capture_time().unwrap().to_string(), "2019-03-03T00:00:00Z");
    let none = fetcher().nearest_captured(&archive, "http://none.example/", at("2019")).await.unwrap();
    assert!(matches!(none, Outcome::NeverArchived), "{none}");
    let down = FakeArchive::always(Reply::new(400, "no")).await;
    let mut rows = fetcher().captures(&Archive::memento(&down.origin()).unwrap(), STORY, &Query::default());
    let error = rows.next().await.unwrap().unwrap_err();
    assert_eq!((error.status(), error.url().unwrap().contains("/timemap/link/")), (Some(400), true), "{error}");
}
