use super::*;
use crate::options::Limits;

fn doc(html: &str) -> Document {
    Document::parse(html, &Limits::default()).unwrap()
}

#[test]
fn numbers_follow_document_order_and_subtrees_are_ranges() {
    let d = doc("<div><p>a<b>b</b></p><p>c</p></div>");
    let div = d.by_tag(NodeId::ROOT, Tag::Div).next().unwrap();
    let ps: Vec<_> = d.children(div).collect();
    assert_eq!(ps.len(), 2);
    assert_eq!(d.end(ps[0]), ps[1]);
    assert_eq!(d.end(div), d.end(ps[1]));
    assert!(d.contains(div, ps[1]) && !d.contains(ps[0], ps[1]));
    assert_eq!(d.ancestors(ps[0]).map(|n| d.tag(n)).collect::<Vec<_>>(), [Tag::Div, Tag::Body, Tag::Html, Tag::None]);
}

#[test]
fn removed_subtrees_are_passed_over() {
    let mut d = doc("<div><p>a</p><ul><li>b</ul><p>c</p></div>");
    let ul = d.by_tag(NodeId::ROOT, Tag::Ul).next().unwrap();
    d.remove(ul);
    let texts: Vec<_> = d.all().filter_map(|n| d.text_of(n)).collect();
    assert_eq!(texts, ["a", "c"]);
    assert!(d.select(&Selector::parse("li").unwrap(), |_| true).is_empty());
}

#[test]
fn attributes_can_be_read_and_changed() {
    let mut d = doc("<a href=x class='k l'>t</a>");
    let a = d.by_tag(NodeId::ROOT, Tag::A).next().unwrap();
    d.set_attr(a, "href", "y");
    d.set_attr(a, "title", "not there");
    assert_eq!(d.attr(a, Attr::Href), Some("y"));
    assert_eq!(d.attr(a, Attr::Title), None);
    assert_eq!(d.select(&Selector::parse("a.k[href=y]").unwrap(), |_| true), [a]);
}

fn refusal(html: &str) -> String {
    Document::parse(html, &Limits::default()).unwrap_err().to_string()
}

#[test]
fn hostile_pages_are_refused() {
    assert!(refusal(&"<div>".repeat(1 << 20)).contains("levels of nesting"));
    assert!(refusal(&"<i>".repeat(100_000)).contains("levels of nesting"));
    assert!(refusal(&"<br>".repeat(1_100_000)).contains("nodes"));
    let many: String = (0..200_000).map(|i| format!(" a{i}")).collect();
    assert!(refusal(&format!("<p{many}>")).contains("attributes"));
    let fonts: String = (0..900).map(|i| format!("<font id={i}>")).collect();
    assert!(refusal(&("<p>".to_string() + &fonts + &"<p>x".repeat(5_000))).contains("over the limit"));
}

#[test]
fn long_values_of_many_tags_are_no_attributes_of_one() {
    let path = "L 1 2 ".repeat(8_000);
    let html = format!("<p>a</p><svg><path d='{path}'/></svg>").repeat(20);
    assert!(Document::parse(&html, &Limits::default()).is_ok());
}
