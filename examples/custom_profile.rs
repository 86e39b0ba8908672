//! A site's own markup, told to the extractor: no code, a few selectors.
//!
//! `cargo run --example custom_profile [-- PROFILE.toml PAGE URL]`
//!
//! The generic rules read most pages well. A profile is for the site whose every page matters: here a German
//! daily whose short label over the headline, standfirst and picture credits have class names of their own.
#![allow(clippy::print_stdout, reason = "a program speaks to its user")]

use std::error::Error;

use cuttings::{Extractor, Page, Profile};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/cases/german-2012/page.html");
const URL: &str =
    "http://www.elbtaler-rundschau.example/lokales/brennhausen/wem-gehoert-der-muehlgraben-1.1183027.html";

const PROFILE: &str = r##"
    hosts = ["www.elbtaler-rundschau.example"]
    site_name = "Elbtaler Rundschau"
    language = "de"

    [[epoch]]
    name = "artikel"
    shows = ["div.artikel-kopf", "div.artikel-text"]

    [epoch.roles]
    headline = ["div.artikel-kopf h1"]
    kicker = ["span.dachzeile"]
    summary = ["p.vorspann"]
    byline = ["p.autor"]
    body = ["div.artikel-text"]
    figure = ["div.bild"]
    caption = ["div.bildunterschrift"]
    credit = ["span.foto"]
    aside = ["div.infobox"]
    aside_title = ["div.infobox h4"]
    remove = ["div.lesen-sie-auch", "ul.werkzeuge"]
"##;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (profile, page) = match arguments.as_slice() {
        [] => (Profile::parse("elbtaler-rundschau", PROFILE)?, Page::open(PAGE)?.with_url(URL)?),
        [profile, page, url] => (Profile::open(profile)?, Page::open(page)?.with_url(url)?),
        _ => return Err("usage: custom_profile PROFILE.toml PAGE URL".into()),
    };
    let article = Extractor::default().with_profile(profile).extract(&page)?;

    println!("profile   {}", article.profile.as_deref().unwrap_or("none took part"));
    println!("kicker    {}", article.kicker.as_deref().unwrap_or_default());
    println!("headline  {}", article.headline.as_deref().unwrap_or_default());
    println!("summary   {}", article.summary.join(" / "));
    println!("byline    {}", article.byline.as_deref().unwrap_or_default());
    for media in &article.media {
        let (caption, credit) = (media.caption.as_deref(), media.credit.as_deref());
        println!("picture   {} [{}]", caption.unwrap_or_default(), credit.unwrap_or_default());
    }
    for aside in &article.asides {
        println!("fact box  {}", aside.title.as_deref().unwrap_or_default());
    }
    Ok(())
}
