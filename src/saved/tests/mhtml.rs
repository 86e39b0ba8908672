use super::*;
use crate::options::Limits;

fn page_of(text: &str) -> Page {
    assert!(is_mhtml(text.as_bytes()), "{text}");
    read_page(text.as_bytes(), "m.mhtml", &Limits::default()).unwrap()
}

#[test]
fn chrome() {
    let text = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://news.example/2019/story.html?a=b\r\n\
        Subject: =?utf-8?Q?Caf=C3=A9?=\r\nDate: Fri, 5 Jul 2019 12:00:30 -0000\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----MultipartBoundary--x----\"\r\n\r\n\r\n\
        ------MultipartBoundary--x----\r\nContent-Type: text/html\r\nContent-ID: <frame-A@mhtml.blink>\r\n\
        Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://news.example/2019/story.html\r\n\r\n\
        <!DOCTYPE html><html><head><meta http-equiv=3D\"Content-Type\" content=3D\"text/htm=\r\nl; charset=3DUTF-8\"></head><p>Caf=C3=A9 =\r\nau lait</p></html>\r\n\
        ------MultipartBoundary--x----\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\
        Content-Location: https://news.example/a.png\r\n\r\niVBORw0KGgo=\r\n\
        ------MultipartBoundary--x----\r\nContent-Type: text/html\r\nContent-ID: <frame-B@mhtml.blink>\r\n\r\n<p>A frame\r\n\
        ------MultipartBoundary--x------\r\n";
    let page = page_of(text);
    assert_eq!(page.url().unwrap().as_str(), "https://news.example/2019/story.html?a=b");
    assert_eq!(page.capture_time().unwrap().to_string(), "2019-07-05T12:00:30Z");
    let html = String::from_utf8(page.bytes().to_vec()).unwrap();
    assert!(html.contains("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=UTF-8\">"), "{html}");
    assert!(html.contains("<p>Café au lait</p>") && !html.contains("A frame"), "{html}");
}

#[test]
fn firefox_with_the_root_named() {
    // As its extensions write it: the parts before the page come first, the charset is told.
    let text = "From: <Saved by UnMHT>\r\nSubject: x\r\nDate: Tue, 11 Dec 2007 04:21:45 +0100\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/related; boundary=\"b\"; type=\"text/html\"; start=\"<root@x>\"\r\n\r\n\
        --b\r\nContent-Type: text/html; charset=utf-8\r\nContent-ID: <frame@x>\r\n\r\n<p>A frame\r\n\
        --b\r\nContent-Type: text/html; charset=windows-1251\r\nContent-ID: <root@x>\r\nContent-Transfer-Encoding: base64\r\n\
        Content-Location: http://news.example/1.html\r\n\r\nPHA+wuX3\r\n5fA=\r\n--b--\r\n";
    let page = page_of(text);
    assert_eq!(page.bytes(), b"<p>\xc2\xe5\xf7\xe5\xf0");
    assert_eq!(page.content_type(), Some("text/html; charset=windows-1251"));
    assert_eq!(page.url().unwrap().as_str(), "http://news.example/1.html");
    assert_eq!(page.capture_time().unwrap().to_string(), "2007-12-11T03:21:45Z");
}

#[test]
fn internet_explorer() {
    let text = "From: \"Saved by Windows Internet Explorer 7\"\r\nSubject: Ferry\r\nDate: Tue, 11 Dec 2007 03:21:45 -0000\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----=_NextPart_000\"\r\n\
        X-MimeOLE: Produced By Microsoft MimeOLE\r\n\r\nThis is a multi-part message in MIME format.\r\n\r\n\
        ------=_NextPart_000\r\nContent-Type: text/html;\r\n\tcharset=\"iso-8859-1\"\r\n\
        Content-Transfer-Encoding: quoted-printable\r\nContent-Location: http://news.example/1.html\r\n\r\n\
        =EF=BB=BF<HTML><P>Caf=E9 at =A35</P></HTML>\r\n------=_NextPart_000--\r\n";
    let page = page_of(text);
    assert_eq!(page.bytes(), b"\xef\xbb\xbf<HTML><P>Caf\xe9 at \xa35</P></HTML>");
    assert_eq!(page.url().unwrap().as_str(), "http://news.example/1.html");
}

#[test]
fn a_message_of_one_part() {
    let text = "From: <Saved by Microsoft Internet Explorer 5>\nSubject: x\nDate: Mon, 1 Jan 2001 00:00:00 +0000\nMIME-Version: 1.0\n\
        Content-Type: text/html; charset=\"utf-8\"\nContent-Transfer-Encoding: 8bit\nContent-Location: file://C:\\a.htm\n\n<p>Café\n";
    let page = page_of(text);
    assert_eq!(page.bytes().trim_ascii_end(), "<p>Café".as_bytes());
    assert_eq!((page.url(), page.content_type()), (None, Some("text/html; charset=utf-8")));
}

#[test]
fn messages_without_a_page_are_told_of() {
    for text in [
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n",
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n",
        "MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx",
    ] {
        assert_eq!(read_page(text.as_bytes(), "m.mhtml", &Limits::default()).unwrap_err().code(), "damaged", "{text}");
    }
}

/// What reading a message gives: the page, or the error in words.
fn told(message: &str) -> String {
    match read_page(format!("MIME-Version: 1.0\r\n{message}").as_bytes(), "m.mhtml", &Limits::default()) {
        Ok(page) => String::from_utf8(page.bytes().to_vec()).unwrap(),
        Err(error) => error.to_string(),
    }
}

/// Parts within parts, so many levels, and a page within all of them.
fn nested(levels: usize) -> String {
    let head = |n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n");
    (0..levels).map(head).collect::<String>() + "Content-Type: text/html\r\n\r\n<p>Deep"
}

#[test]
fn parts_may_stand_within_parts_a_number_of_levels_deep() {
    let page = "Content-Type: text/html\r\n\r\n<p>Deep";
    assert_eq!(told(&nested(1)), "<p>Deep");
    assert_eq!(told(&nested(32)), "<p>Deep");
    let at = "MIME-Version: 1.0\r\n".len() + nested(32).len() - page.len();
    let wanted = format!("m.mhtml#{at}: page over the limit of 32 levels of parts within parts (it has 33 or more)");
    assert_eq!(told(&nested(32 + 1)), wanted);
    // As deep as would overflow the stack of whoever goes down into them.
    let messages = "Content-Type: message/rfc822\r\n\r\n".repeat(100_000);
    for message in [&nested(100_000), &messages, &messages.replace("rfc822", "global")] {
        let error =
            read_page(format!("MIME-Version: 1.0\r\n{message}").as_bytes(), "m.mhtml", &Limits::default()).unwrap_err();
        assert!(error.is_limit() && error.place().is_some_and(|place| place.starts_with("m.mhtml#")), "{error}");
    }
}

#[test]
fn messages_within_the_message_are_not_its_page() {
    let within = "Content-Type: message/rfc822\r\n\r\nSubject: x\r\nContent-Type: text/html\r\n\r\n<p>Within\r\n";
    let page = "Content-Type: text/html\r\n\r\n<p>Outside\r\n";
    let parts = |parts: &[&str]| {
        let parts: String = parts.iter().map(|part| format!("--b\r\n{part}")).collect();
        format!("Content-Type: multipart/related; boundary=b\r\n\r\n{parts}--b--\r\n")
    };
    assert_eq!(told(&parts(&[within, page])), "<p>Outside");
    assert_eq!(told(&parts(&[within])), "damaged: a message without a page in it");
    // One in base64 is a text like any other, however deep what is in it.
    let encoded = data_encoding::BASE64.encode("Content-Type: message/rfc822\r\n\r\n".repeat(50_000).as_bytes());
    let encoded = format!("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n{encoded}\r\n");
    assert_eq!(told(&parts(&[&encoded, page])), "<p>Outside");
}

#[test]
fn delimiters_are_those_of_the_levels_that_are_open() {
    // A boundary that begins as another does, and an inner multipart that is not closed.
    let within =
        "Content-Type: multipart/alternative; boundary=bb\r\n\r\n--bb\r\nContent-Type: text/plain\r\n\r\n--b2 --\r\n";
    let page = "Content-Type: text/html\r\n\r\n<p>One -- two<!-- --bb -->\r\n\r\n";
    let outer = "Content-Type: multipart/related; boundary=b\r\n\r\nNo part.\r\n";
    assert_eq!(
        told(&format!("{outer}--b\r\n{within}--b\r\n{page}--b--\r\nNo part.")),
        "<p>One -- two<!-- --bb -->\r\n"
    );
    assert_eq!(
        told(&format!("{outer}--b\n{within}--bb--\nNo part.\n--b\n{page}--b")),
        "<p>One -- two<!-- --bb -->\r\n"
    );
}

#[test]
fn a_message_that_is_cut_off_gives_what_there_is() {
    let head = "Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n";
    assert_eq!(told(&format!("{head}Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>Caf=C3=A9")), "<p>Café");
    // What is not as its encoding has it is taken as it is.
    assert_eq!(
        told(&format!("{head}Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>a =3D=zz b")),
        "<p>a =3D=zz b"
    );
    assert_eq!(told(&head[..head.len() - 5]), "damaged: a message without a page in it");
}

#[test]
fn hostile_messages_end() {
    let related = "Content-Type: multipart/related; boundary=b\r\n\r\n";
    let many = |part: &str| told(&format!("{related}{}", format!("--b\r\n{part}").repeat(200_000)));
    let is_refused = |part: &str| many(part).ends_with("page over the limit of 10000 parts (it has 10001 or more)");
    assert!(is_refused("Content-Type: text/plain\r\n\r\n"));
    // Parts that never come, each looked for to the end.
    let _ = many("Content-Type: multipart/mixed; boundary=never\r\n\r\n");
    let _ = many("Content-Type: text/plain\r\n");
    let _ = many("Content-Type: text/html\r\n\r\n");
    let _ = told(&format!("{}{}", nested(30).replace("=b", "=-"), "-".repeat(1 << 20)));
}
