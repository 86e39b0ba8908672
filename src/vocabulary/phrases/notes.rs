//! Words of the lines that papers set under a story, and over what is none of it.

/// With what lines begin that say whose property a text is, beside the sign alone.
pub(crate) const COPYRIGHT: &[&str] = &["copyright ©", "copyright (c)", "(c) copyright", "版权声明", "版權聲明"];

/// What such lines say of rights, wherever they say it.
const RIGHTS: &[&str] = &[
    "all rights reserved",
    "alle rechte vorbehalten",
    "tous droits réservés",
    "todos los derechos reservados",
    "tutti i diritti riservati",
    "todos os direitos reservados",
    "alle rechten voorbehouden",
    "wszelkie prawa zastrzeżone",
    "все права защищены",
    "при полном или частичном использовании",
    "при использовании материалов",
    "при перепечатке",
    "при воспроизведении",
    "при цитировании",
    "版权所有",
    "保留所有权利",
    "未经授权",
    "未经书面许可",
    "不得转载",
    "無断転載",
];

/// Whether a text says who may print it.
pub(crate) fn tells_rights(text: &str) -> bool {
    let text = text.to_lowercase();
    RIGHTS.iter().any(|p| text.contains(p))
}

/// What papers ask of readers who saw something.
const ASKED: &[&str] = &[
    "send us",
    "send your",
    "e-mail us",
    "email us",
    "write to us",
    "contact us",
    "get in touch",
    "use the form",
    "schreiben sie uns",
    "schicken sie uns",
    "écrivez-nous",
    "envoyez-nous",
    "escríbanos",
    "envíenos",
    "scriveteci",
    "napisz do nas",
    "напишите нам",
];

/// Whether a text asks readers something, and to send the answer.
pub(crate) fn asks_readers(text: &str) -> bool {
    let text = text.to_lowercase();
    text.contains('?') && ASKED.iter().any(|p| text.contains(p))
}

/// With what papers ask readers to write, or to read what others wrote, in a link beside a reader's words.
pub(crate) const CALLS: &[&str] = &[
    "send us",
    "send your",
    "send in your",
    "have your say",
    "have you say",
    "tell us",
    "share your",
    "add your",
    "join the",
    "click here",
    "read more",
    "read all",
    "read other",
    "read your",
    "more of your",
    "more comments",
    "more views",
    "your comments",
    "your views",
    "your stories",
    "what do you think",
    "e-mail us",
    "email us",
    "write to us",
    "contact us",
    "see more",
    "view more",
    "all comments",
    "ihre meinung",
    "schreiben sie",
    "schicken sie",
    "diskutieren sie",
    "mehr leser",
    "mehr kommentare",
    "alle kommentare",
    "votre avis",
    "donnez votre",
    "envoyez",
    "réagissez",
    "lire plus",
    "lire la suite",
    "lire les",
    "tous les commentaires",
    "envíe",
    "envíenos",
    "escríbanos",
    "opine",
    "leer más",
    "lea más",
    "scriveteci",
    "leggi tutti",
    "napisz do nas",
    "напишите нам",
];

/// What stands over other stories, or over what readers wrote, as the beginning of a line that leads on.
pub(crate) const ELSEWHERE: &[&str] = &[
    "also on",
    "also by",
    "related on",
    "related",
    "more on",
    "more from",
    "read next",
    "see also",
    "background and related",
    "you may like",
    "you may also",
    "you might also",
    "what you said",
    "what you say",
    "your comments",
    "your views",
    "readers' comments",
    "reader comments",
    "recent comments",
    "mehr zum thema",
    "lesen sie auch",
    "lire aussi",
    "à lire aussi",
    "lea también",
    "leggi anche",
    "czytaj także",
    "zobacz także",
    "читайте также",
    "相关阅读",
    "相关新闻",
    "延伸阅读",
    "関連記事",
];

/// Words for what readers write under a story.
pub(crate) const COMMENTING: &[&str] = &[
    "comment",
    "comments",
    "commenting",
    "kommentar",
    "kommentare",
    "commentaire",
    "commentaires",
    "comentario",
    "comentarios",
    "commenti",
    "reacties",
    "komentarze",
    "комментарии",
];

/// Whether a heading is about readers' comments.
pub(crate) fn is_about_comments(heading: &str) -> bool {
    let heading = heading.to_lowercase();
    heading.split(|c: char| !c.is_alphabetic()).any(|w| COMMENTING.contains(&w))
}

/// With what notes begin that say what was wrong in a story.
pub(crate) const CORRECTED: &[&str] = &[
    "correction",
    "corrections",
    "clarification",
    "clarifications",
    "corrected",
    "editor's note",
    "editor’s note",
    "editors' note",
    "editors’ note",
    "an earlier version of this",
    "a previous version of this",
    "this article was amended",
    "this article has been amended",
    "this article has been corrected",
    "this article has been updated",
    "this story has been amended",
    "this story has been corrected",
    "this story has been updated",
    "this post has been updated",
    "korrektur:",
    "anmerkung der redaktion",
    "anm. d. red",
    "in einer früheren version",
    "in einer früheren fassung",
    "rectificatif",
    "une version précédente de cet article",
    "fe de errores",
    "fe de erratas",
    "una versión anterior de este",
    "correzione:",
    "rectificatie",
    "in een eerdere versie",
    "rättelse:",
    "sprostowanie",
    "errata:",
    "исправление:",
];

/// With what notes begin that say where a story comes from.
pub(crate) const FIRST_PUBLISHED: &[&str] = &[
    "originally published",
    "originally appeared",
    "first published",
    "this article was originally",
    "this article originally",
    "this article first appeared",
    "this article was first published",
    "this story was originally",
    "this story originally",
    "this story first appeared",
    "this story was first published",
    "this post originally",
    "a version of this article appeared",
    "a version of this story appeared",
    "a version of this article first appeared",
    "a version of this article appears",
    "with wire",
    "with wires",
    "with agencies",
    "with agency",
    "with files from",
    "with post wires",
    "with staff and wire",
    "with news services",
    "reprinted with permission",
    "republished with permission",
    "zuerst erschienen",
    "dieser artikel erschien zuerst",
    "cet article a été publié",
    "publicado originalmente",
    "pubblicato originariamente",
    "met dank aan",
    "mit material von",
    "mit agenturmaterial",
    "avec agences",
    "con agencias",
    "con informaciones de",
];

/// With what notes begin that say whose views a text gives, or what its writer has to do with the matter.
pub(crate) const DISCLAIMED: &[&str] = &[
    "the views expressed",
    "views expressed",
    "the opinions expressed",
    "opinions expressed",
    "disclaimer",
    "disclosure",
    "full disclosure",
    "les opinions exprimées",
    "las opiniones expresadas",
    "terms of use",
    "免责声明",
    "免責聲明",
    "声明",
    "聲明",
];

/// What papers write under a story beside the names of those who helped with it.
const HELPED: &[&str] = &[
    "contributed to this",
    "contributed reporting",
    "contributed to the report",
    "additional reporting by",
    "with reporting by",
    "reporting by",
    "reported from",
    "contributed to the article",
    "research by",
    "editing by",
    "mitarbeit:",
    "unter mitarbeit von",
    "con información de",
    "ha collaborato",
    "medewerking van",
];

/// Whether a line says who helped with the story.
pub(crate) fn is_desk_note(text: &str) -> bool {
    let text = text.to_lowercase();
    HELPED.iter().any(|p| text.contains(p))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_on_who_helped_are_known() {
        assert!(is_desk_note("Ann Lund in Bergen contributed to this report."));
        assert!(!is_desk_note("The storm contributed to the delay of the ferry."));
    }

    #[test]
    fn what_is_asked_of_readers_and_said_of_rights_is_known() {
        assert!(asks_readers("Were you on the quay? Send us your pictures."));
        assert!(!asks_readers("“Were you on the quay?” the judge asked him."));
        assert!(tells_rights("Marl Press. All Rights Reserved."));
        assert!(is_about_comments("What you should know about comments") && !is_about_comments("The commentator"));
    }
}
