//! Pages in the frame of a paper, which says that everything is an article, and names an author.

use crate::article::WarningCode;
use crate::{Extractor, Page};

/// The page of a paper with this title and these paragraphs.
fn page(title: &str, paragraphs: &[&str]) -> String {
    let text: String = paragraphs.iter().map(|p| format!("<p>{p}</p>")).collect();
    format!(
        "<!DOCTYPE html><html><head><title>{title} - The Caulderby Courier</title>\
         <meta property=og:title content=\"{title}\"><meta property=og:type content=article></head><body>\
         <div id=nav><ul><li><a href=/>Front page</a></li><li><a href=/login>Log in</a></li></ul></div>\
         <div id=main><h1>{title}</h1><p class=byline>By Ann Lee</p><div class=story>{text}</div></div>\
         <div id=most><h3>Most read</h3><ul><li><a href=/a>Lighthouse keeper retires</a></li>\
         <li><a href=/b>Harbour votes on new cranes</a></li></ul></div>\
         <div id=foot>Copyright The Caulderby Courier. By reading on you accept our cookie policy.</div></body></html>"
    )
}

/// Why a page is no article, if it says so.
fn why_none(html: &str) -> Option<String> {
    let page = Page::from_text(html).with_url("http://courier.example/news/2015/pier").unwrap();
    let article = Extractor::default().extract(&page).unwrap();
    article.warnings.into_iter().find(|w| w.code == WarningCode::NoArticle).map(|w| w.detail)
}

/// Asserts that each page is none, and for a reason with this word in it.
fn assert_none(word: &str, pages: &[(&str, &[&str])]) {
    for (title, paragraphs) in pages {
        let framed = why_none(&page(title, paragraphs));
        assert!(framed.as_ref().is_some_and(|why| why.contains(word)), "{title}: {framed:?}");
        // The same without anything around it.
        let text: String = paragraphs.iter().map(|p| format!("<p>{p}</p>")).collect();
        let bare = why_none(&format!("<title>{title}</title><body><h1>{title}</h1>{text}</body>"));
        assert!(bare.is_some(), "{title}, bare");
    }
}

fn assert_stories(pages: &[(&str, &[&str])]) {
    let none = |(title, paragraphs): &(&str, &[&str])| Some((title.to_string(), why_none(&page(title, paragraphs))?));
    let none: Vec<_> = pages.iter().filter_map(none).collect();
    assert!(none.is_empty(), "{none:#?}");
}

const FERRY: &str = "The ferry to the islands will not sail before Easter, the harbour board said on Monday after divers \
    had looked at the hull and found it worse than anybody had feared.";
const COST: &str = "Repairs will cost some forty thousand pounds, of which the council has promised to bear the half, its \
    clerk told the meeting in the parish hall.";

#[test]
fn pages_that_are_not_there() {
    assert_none(
        "no such page",
        &[
            (
                "Page not found",
                &["Sorry, we cannot find the page you were looking for. It may have been moved or deleted."],
            ),
            ("Oops!", &["The page you requested does not exist on this server. Please use the search above."]),
            ("404", &["There is nothing here but gulls."]),
            (
                "Seite nicht gefunden",
                &["Die von Ihnen gesuchte Seite gibt es leider nicht mehr. Vielleicht hilft die Suche."],
            ),
            ("Hoppla", &["Die aufgerufene Seite existiert nicht oder wurde verschoben."]),
            ("Page introuvable", &["La page que vous cherchez a été déplacée ou n'existe plus."]),
            ("Désolé", &["La page demandée n’est plus en ligne. Cette page n’existe plus."]),
            ("Página no encontrada", &["La página que busca ya no está disponible o ha cambiado de dirección."]),
            ("Error 404", &["Lo sentimos, esta página no existe."]),
            ("Pagina non trovata", &["La pagina che stai cercando non c'è più."]),
            ("Pagina niet gevonden", &["De pagina die u zoekt bestaat niet (meer)."]),
            ("Nie znaleziono strony", &["Strona, której szukasz, została usunięta."]),
            ("Страница не найдена", &["Запрашиваемая страница удалена или никогда не существовала."]),
            ("ページが見つかりません", &["お探しのページは削除されたか、移動した可能性があります。"]),
            ("Sidan kunde inte hittas", &["Sidan du söker finns inte längre kvar."]),
        ],
    );
}

#[test]
fn what_others_read_makes_no_story_of_an_error_page() {
    let story =
        "The lighthouse keeper of the northern head has retired at ninety, and nobody wants to follow him there.";
    let mut paragraphs = vec!["Sorry, the page you were looking for has gone. These are read most:"];
    paragraphs.extend([story; 8]);
    assert!(why_none(&page("Page not found", &paragraphs)).is_some());
}

#[test]
fn checks_of_who_asks() {
    assert_none(
        "check of who asks",
        &[
            (
                "Just a moment...",
                &["Checking if the site connection is secure", "Enable JavaScript and cookies to continue"],
            ),
            (
                "courier.example",
                &["Please verify you are a human. Complete the security check to go on.", "Ray ID: 6f00ba11"],
            ),
            ("Access Denied", &["You don't have permission to access this page on this server. Reference #18.2f"]),
            ("Attention Required!", &["Please complete the captcha to prove that you are human."]),
            (
                "Sicherheitsüberprüfung",
                &["Bitte bestätigen Sie, dass Sie ein Mensch sind. Ihr Browser wird überprüft."],
            ),
            ("Un instant", &["Vérification de votre navigateur avant l'accès. Confirmez que vous êtes humain."]),
            ("Un momento", &["Confirme que es humano para seguir. Hemos notado tráfico inusual desde su red."]),
        ],
    );
}

#[test]
fn questions_about_cookies() {
    assert_none(
        "cookies",
        &[
            (
                "We value your privacy",
                &[
                    "We and our partners store and access information on a device, such as cookies, and process personal data.",
                    "With your permission we may use precise location data. You may click to consent to our and our partners' \
                     processing as described above, or choose Manage options.",
                    "Some of it rests on legitimate interest, to which you may object. Your choices hold for this site only.",
                    "Accept all",
                ],
            ),
            (
                "Bevor Sie fortfahren",
                &[
                    "Wir und unsere Partner speichern Informationen auf einem Gerät und rufen sie ab.",
                    "Ihre Einwilligung können Sie jederzeit widerrufen. Näheres steht in der Datenschutzerklärung.",
                    "Alle akzeptieren",
                ],
            ),
            (
                "Votre vie privée",
                &[
                    "Nous et nos partenaires stockons des informations sur un appareil. Vous pouvez gérer vos choix.",
                    "Tout accepter",
                    "Continuer sans accepter",
                ],
            ),
            (
                "Antes de continuar",
                &[
                    "Nosotros y nuestros socios guardamos información en un dispositivo y mostramos anuncios personalizados.",
                    "Puede retirar su consentimiento cuando quiera. Aceptar todo o gestionar opciones.",
                ],
            ),
        ],
    );
}

#[test]
fn addresses_for_sale() {
    assert_none(
        "for sale",
        &[
            ("courier.example", &["This domain is for sale. Buy this domain today, or make an offer to its owner."]),
            ("courier.example is for sale", &["Inquire about this domain. Our brokers answer within a day."]),
            ("courier.example", &["This domain has expired. Is this your domain? Renew it now.", "Related searches"]),
            ("Domain zu verkaufen", &["Diese Domain steht zum Verkauf. Jetzt Angebot abgeben."]),
            ("Nom de domaine à vendre", &["Ce nom de domaine est à vendre. Faites une offre au propriétaire."]),
            ("Dominio en venta", &["Este dominio está en venta. Haga una oferta a su dueño."]),
        ],
    );
}

#[test]
fn walls_without_a_story() {
    assert_none(
        "log in",
        &[
            (
                "Log in",
                &["Please log in to your account.", "Forgot your password? Don't have an account? Register now."],
            ),
            (
                "Pier to close for the winter",
                &["To continue reading, subscribe now. Already a subscriber? Please log in."],
            ),
            ("Pier to close for the winter", &["This story is for subscribers only."]),
            (
                "Anmelden",
                &["Bitte melden Sie sich an, um diesen Artikel zu lesen. Noch kein Konto? Jetzt registrieren."],
            ),
            ("Connexion", &["Connectez-vous pour lire la suite. Pas encore abonné ? Créez votre compte."]),
            ("Iniciar sesión", &["Inicie sesión para seguir leyendo. ¿Olvidó su contraseña? Regístrese gratis."]),
        ],
    );
}

#[test]
fn sites_out_of_order() {
    assert_none(
        "out of order",
        &[
            ("Site maintenance", &["We are currently undergoing maintenance. Please check back in an hour."]),
            ("The Courier", &["Our site is temporarily closed, we are carrying out maintenance. We'll be back soon."]),
            (
                "Wartungsarbeiten",
                &["Wegen Wartungsarbeiten sind wir nicht erreichbar. Wir sind bald wieder für Sie da."],
            ),
            ("Site en maintenance", &["Notre site est en maintenance. Merci de revenir un peu plus tard."]),
            ("En mantenimiento", &["El sitio está en mantenimiento. Volveremos pronto, disculpe las molestias."]),
        ],
    );
}

#[test]
fn stories_about_such_pages_are_stories() {
    let captcha = "“Verify you are human”, the harbour's new ticket machine tells everyone, and asks which pictures show a \
        ferry. The islanders, who have seen nothing else all their lives, fail more often than the tourists do.";
    let lost = "Four in ten of the council's old links lead to a page that says no more than “Page not found”, a count by \
        the library has shown. “The page you requested could not be found”, it says under a picture of a gull.";
    let cookies = "From May on the harbour's site will have to ask before it sets cookies, the regulator ruled. Of those \
        asked, nine in ten click on “Accept all”, the harbour's lawyer said, and nobody has ever read its policy.";
    let domain = "The domain of the ferry line, which its owners forgot to pay for, is for sale for forty thousand pounds. \
        The buyer, a dentist on the mainland, says that he will hand it back for a free crossing.";
    let passwords = "Passengers must create an account before they may board, the line said. Whoever has forgotten a \
        password is left on the quay, as eleven people found out on Monday morning.";
    let works = "Maintenance of the swing bridge will take until March, the county said; lorries are sent round by the toll \
        road meanwhile, and the hauliers have asked for their money back.";
    assert_stories(&[
        ("Ticket machine takes islanders for robots", &[captcha, COST]),
        ("Captcha", &[captcha, FERRY, COST, captcha]),
        ("Are you a robot? Harbour asks its passengers", &[captcha, COST]),
        ("“Page not found” on the council's site", &[lost, COST]),
        ("Error 404 turns thirty", &[lost, COST]),
        ("Crew of trawler 404 not found after storm", &[FERRY]),
        ("Harbour must ask before it sets cookies", &[cookies, COST]),
        ("Ferry line's domain is for sale", &[domain, COST]),
        ("Log in, or stay on the quay", &[passwords, COST]),
        ("Swing bridge under maintenance", &[works]),
        (
            "Fähre nicht gefunden",
            &["Die seit Montag vermisste Fähre ist auch am Dienstag nicht gefunden worden, teilte die \
            Hafenverwaltung mit. Die Suche geht am Mittwoch weiter, sobald der Sturm nachgelassen hat, und drei Boote mehr \
            werden dann dabei sein."],
        ),
        (
            "Un pêcheur introuvable",
            &["Un pêcheur de l'île reste introuvable depuis lundi, a annoncé le port. Les recherches \
            reprendront mercredi, dès que la tempête aura faibli, avec trois bateaux de plus que la veille."],
        ),
    ]);
}

#[test]
fn the_first_paragraphs_before_a_wall_are_a_story() {
    let title = "Pier to close for the winter";
    assert_stories(&[
        (title, &[FERRY, COST, "To continue reading, subscribe now.", "Already a subscriber? Log in to read."]),
        (title, &[FERRY, "This story is for subscribers only. Subscribe now or log in to continue."]),
    ]);
}

/// Some are too short for a body; then their headline stays.
#[test]
fn notices_and_beginnings_are_stories() {
    let short = [
        ("Correction: Pier to close", "On Monday we gave the wrong name for the harbour master. He is called Finch."),
        ("Pier to close for the winter", "This story has been removed because it did not meet our standards."),
        ("Retraction", "We have withdrawn a story about the pier. Its source could not be confirmed."),
        ("Ferry aground off Tarrow", "A ferry has run aground off Tarrow. More follows."),
        ("Ferry aground off Tarrow", "A ferry has run aground off Tarrow. Please check back for more on this story."),
    ];
    for (title, text) in short {
        let page = Page::from_text(page(title, &[text])).with_url("http://courier.example/news/2015/pier").unwrap();
        let article = Extractor::default().extract(&page).unwrap();
        assert_eq!(article.headline.as_deref(), Some(title), "{:?}", article.warnings);
    }
}
