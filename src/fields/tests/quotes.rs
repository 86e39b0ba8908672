use crate::QuoteKind;
use crate::article::Article;

/// A story of some paragraphs with this markup in the midst of it.
fn article(markup: &str) -> Article {
    let paragraph = |n: usize| {
        format!(
            "<p>On day {n} the harbour master of the town of Caulderby, Joan Carter, said that the pier, which was built in \
             1887, would stay closed until the spring, and that ferries would leave from the fish quay.</p>"
        )
    };
    let (before, after): (String, String) = ((0..3).map(paragraph).collect(), (3..8).map(paragraph).collect());
    crate::extract(&format!("<title>Pier closed</title><h1>Pier closed</h1><div>{before}{markup}{after}</div>"))
        .unwrap()
}

/// Kind, words and speaker of the first quote.
fn first(markup: &str) -> Option<(QuoteKind, String, Option<String>)> {
    let quote = article(markup).quotes.into_iter().next()?;
    assert_eq!(quote.at, 3, "{markup}");
    Some((quote.kind, quote.text, quote.attribution))
}

const WORDS: &str = "We shall miss the boards under our old boots.";

#[test]
fn quotes_are_known_in_the_markup_of_many_systems() {
    let marked = [
        "<figure class='wp-block-pullquote alignleft'><blockquote><p>WORDS</p><cite>NAME</cite></blockquote></figure>",
        "<figure class=block-quote><blockquote><span>“</span>WORDS<span>”</span></blockquote><figcaption>— NAME</figcaption></figure>",
        "<div class='paragraph--type--quote'><div class=field--name-field-quote><p>WORDS</p></div><div class=field--name-field-author>NAME</div></div>",
        "<blockquote class=b-pull-quote><p>“WORDS”</p><span class=attribution>— NAME</span></blockquote>",
        "<div class=cmp-pullquote><div class=cmp-pullquote__text>“WORDS”</div><div class=cmp-pullquote__author>NAME</div></div>",
        "<blockquote class=elementor-pullquote><p>WORDS</p><div class=e-q-footer><cite>NAME</cite></div></blockquote>",
        "<aside><p>“WORDS”</p><p>NAME</p></aside>",
        "<table width=150 align=right><tr><td><img src=/i/open_quote.gif><b>WORDS</b><img src=/i/close_quote.gif><br>\
         <font size=1>NAME</font></td></tr></table>",
        "<div class=zitat><p>„WORDS“</p><p class=zitat__autor>NAME</p></div>",
        "<div class=exergue><p>« WORDS »</p><p>NAME</p></div>",
        "<div class=streamer><p>WORDS</p><p>NAME</p></div>",
    ];
    for markup in marked {
        let found = first(&markup.replace("WORDS", WORDS).replace("NAME", "Bob Roe"));
        assert_eq!(found, Some((QuoteKind::Pull, WORDS.to_owned(), Some("Bob Roe".to_owned()))), "{markup}");
    }
}

#[test]
fn what_is_no_quote_is_none() {
    let others = [
        "<blockquote><p>WORDS</p></blockquote>",
        "<blockquote class=twitter-tweet><p>WORDS</p>— Bob Roe (@bob) <a href=http://net.example/1>May 3, 2019</a></blockquote>",
        "<div class=stock-quote><span>PIER 12.50</span> <span>+0.3%</span></div>",
        "<div class=get-a-quote><p>Get a free quote for your move today.</p></div>",
        "<aside class=newsletter-promo><p>“WORDS”</p><p>Sign up for our newsletter</p></aside>",
    ];
    for markup in others {
        assert_eq!(first(&markup.replace("WORDS", WORDS)), None, "{markup}");
    }
}

#[test]
fn a_quote_behind_the_story_is_of_its_column() {
    let page = |after: &str| {
        let story =
            "<p>The harbour master of the town said on Monday that the pier, which was built in 1887, would be closed \
            until the spring for repairs, and that ferries would leave from the fish quay.</p>"
                .repeat(4);
        let page =
            format!("<title>Pier closed</title><h1>Pier closed</h1><div class=main><div class=text>{story}{after}");
        crate::extract(&page).unwrap().quotes.len()
    };
    let quote = format!("<div class=pullquote>{WORDS}</div>");
    assert_eq!(page(&quote), 1);
    assert_eq!(page(&format!("</div></div><aside class=right>{quote}</aside>")), 0);
}

#[test]
fn names_in_fields_of_their_own_are_one_name() {
    let by = |parts: &str| first(&format!("<div class=quote><p>{WORDS}</p>{parts}</div>")).and_then(|(_, _, by)| by);
    assert_eq!(by("<div>Ann</div><div>Lee</div>").as_deref(), Some("Ann Lee"));
    assert_eq!(by("<div>Ann Lee</div><div>Ferry pilot</div>").as_deref(), Some("Ann Lee, Ferry pilot"));
    let line = "<footer><cite><span class=author>Ann Lee</span> <span class=source>Ferry pilot</span></cite></footer>";
    assert_eq!(by(line).as_deref(), Some("Ann Lee Ferry pilot"));
}

#[test]
fn whom_the_story_names_is_no_reader() {
    let kind = |by: &str| first(&format!("<div class=quote><p>{WORDS}</p><p>{by}</p></div>")).map(|(kind, _, _)| kind);
    assert_eq!(kind("Denise Roe, Caulderby"), Some(QuoteKind::Reader));
    assert_eq!(kind("Joan Carter, Caulderby"), Some(QuoteKind::Pull));
}

#[test]
fn words_lifted_out_of_the_flow_are_taken_whole_or_not_at_all() {
    let said = "the pier, which was built in 1887, would stay closed until the spring";
    let quotes = |markup: &str| article(markup).quotes.len();
    assert_eq!(quotes(&format!("<blockquote>{said}</blockquote>")), 1);
    assert_eq!(
        quotes(&format!(
            "<blockquote><p>{said}</p><p>And now for a longer thought that stands nowhere else.</p></blockquote>"
        )),
        0
    );
    assert_eq!(quotes(&format!("<pre>{said}</pre>")), 0);
    assert_eq!(
        quotes(&format!(
            "<h3>“The harbour master of the town of Caulderby, Joan Carter, said.”</h3><h3>Fish</h3><p>{said}.</p>"
        )),
        0
    );
    assert_eq!(quotes(&format!("<p class=net>{said} (@pier)</p>")), 0);
    assert_eq!(quotes(&format!("<p class=large>{said}.</p>")), 1);
    let kind = |markup: &str| article(markup).quotes.first().map(|q| q.kind);
    let signed = format!("<blockquote><p>{said}</p><p>Ann Roe, Caulderby</p></blockquote>");
    assert_eq!(kind(&signed), Some(QuoteKind::Pull));
    assert_eq!(
        quotes(&format!("<p class=large>{said}.</p><p class=large>The fish quay is another matter altogether.</p>")),
        0
    );
}

#[test]
fn a_call_for_more_is_none_of_the_attribution() {
    let of = |class: &str, rest: &str| first(&format!("<div class={class}><p>{WORDS}</p>{rest}</div>"));
    let reader = Some((QuoteKind::Reader, WORDS.to_owned(), Some("Denise Roe, Hull".to_owned())));
    for call in ["Send us your stories", "Read more of your comments", "Have Your Say", "What others wrote »"] {
        assert_eq!(of("quote", &format!("<p>Denise Roe, Hull</p><p><a href=/c>{call}</a></p>")), reader, "{call}");
        assert_eq!(of("pullquote", &format!("<p>Denise Roe, Hull<br><a href=/c>{call}</a></p>")), reader, "{call}");
    }
    // Without a call, names of templates tell; a name in a link is a name; who has an office is no reader.
    let by =
        |quote: Option<(QuoteKind, String, Option<String>)>| quote.map(|(kind, _, by)| (kind, by.unwrap_or_default()));
    let pull = |name: &str| Some((QuoteKind::Pull, name.to_owned()));
    assert_eq!(by(of("pullquote", "<p>Denise Roe, Hull</p>")), pull("Denise Roe, Hull"));
    assert_eq!(by(of("quote", "<p><a href=/p>Denise Roe</a></p>")), pull("Denise Roe"));
    assert_eq!(
        by(of("quote", "<p>Denise Roe, harbour master</p><p><a href=/c>Send us your stories</a></p>")),
        pull("Denise Roe, harbour master")
    );
}
