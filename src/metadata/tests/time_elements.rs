use super::*;

#[test]
fn time_elements_each_with_its_place() {
    let html = "<p><time datetime='2011-05-01T10:00:00Z'>Sunday</time><time title='2011-05-02' datetime=''>x</time>
        <time class='last-updated' datetime=2011-05-03>x</time><time class='entry-date published updated' datetime=2011-05-04>x</time>
        <time pubdate='2011-05-05'>x</time><time>6 May 2011</time><time datetime=PT3M>3 min</time>";
    let found = of(html);
    assert_eq!(
        shown(&found.published),
        [
            "2011-05-05 (time pubdate)",
            "2011-05-04 (class published)",
            "2011-05-01T10:00:00Z (time datetime)",
            "2011-05-02 (time title)",
            "2011-05-04 (time datetime)",
            "2011-05-06 (time element)",
        ]
    );
    let doc = Document::parse(html, &Limits::default()).unwrap();
    let times: Vec<_> = doc.by_tag(NodeId::ROOT, crate::dom::Tag::Time).collect();
    assert_eq!(found.published[2].node, Some(times[0]));
    assert_eq!(found.published[5].node, Some(times[5]));
    assert_eq!(shown(&found.modified), ["2011-05-04 (class updated)", "2011-05-03 (time datetime)"]);
}

#[test]
fn stamps_that_scripts_read() {
    let found = of("<div data-seconds=1304244000 data-datetime='1 May 2011' data-time=12>x</div><b data-timestamp=1304244000123>y</b>
        <i data-date=true data-updated-at='2011-05-02T10:00:00Z' data-lazy=2011-05-03></i>");
    assert_eq!(
        shown(&found.published),
        ["2011-05-01T10:00:00Z (data-seconds)", "2011-05-01 (data-datetime)", "2011-05-01T10:00:00Z (data-timestamp)"]
    );
    assert_eq!(shown(&found.modified), ["2011-05-02T10:00:00Z (data-updated-at)"]);
    // Nine digits until September 2001.
    assert_eq!(shown(&of("<i data-seconds=925552800>x</i>").published), ["1999-05-01T10:00:00Z (data-seconds)"]);
    assert!(of("<i data-seconds=125552800>x</i><i data-timestamp=98765>y</i>").published.is_empty());
}
