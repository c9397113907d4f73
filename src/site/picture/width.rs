//! How wide words are, at most.
//!
//! The site does not know with which font a reader's browser will draw. The
//! advances here are those of Noto Sans, rounded up by class, with something
//! to spare for other fonts of the kind.

/// What other fonts may need beyond Noto Sans.
const SPARE: f64 = 1.04;
/// How much wider the bold is.
const BOLD: f64 = 1.06;

/// Advances in parts of the font's size, and the characters that have at most
/// that. Letters not listed have [`SMALL`] or [`CAPITAL`].
const CLASSES: [(f64, &str); 7] = [
    (0.0, "\u{301}"),
    (0.3, " !'(),.:;|ijlìíîïĩīĭįıĺļľłІЇіїјΙΪϊίι"),
    (0.4, "-/[]ftţťțŧIÌÍÎÏĨĪĬĮİJĴ"),
    (0.5, "?_crszçćĉċčŕŗřśŝşšșźżžΓέεζξςτгзстѓѕє"),
    (
        0.58,
        "0123456789aeekvxyàáâãäåāăąèéêëēĕėęěýÿķEFLSTYZÈÉÊËĒĖĘĚŁŚŞŠȘŢŤȚŹŻŽЀЁГЕЗТΕΖΣΤΥавекухьяγκλνόύ",
    ),
    (0.86, "%NOQÑÒÓÔÕÖØŃŅŇŌŐwŵωώмжыюИЙОФЫДЛНПЦΘΝΟΦΨ"),
    (1.04, "@MWŴmÆæŒœЖМЮЉЊШЩшщљњΜΩΌΏ…"),
];

/// Small letters of no class.
const SMALL: f64 = 0.63;
/// Capitals of no class, and other signs.
const CAPITAL: f64 = 0.7;

/// The greatest width that these words may need, in the units of `size`.
pub fn width(text: &str, size: f64, bold: bool) -> f64 {
    let ems: f64 = text.chars().map(advance).sum();
    let weight = if bold { BOLD } else { 1.0 };
    ems * size * weight * SPARE
}

fn advance(letter: char) -> f64 {
    let class = CLASSES.iter().find(|(_, class)| class.contains(letter));
    match class {
        Some((advance, _)) => *advance,
        None if letter.is_lowercase() => SMALL,
        None => CAPITAL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_never_taken_for_shorter_than_they_are() {
        for (text, regular, bold) in MEASURED {
            for (measured, is_bold) in [(regular, false), (bold, true)] {
                let found = width(text, 1000.0, is_bold);
                let measured = f64::from(measured);
                assert!(found >= measured * 1.02, "{text}: {found} of {measured}");
                assert!(found <= measured * 1.35, "{text}: {found} of {measured}");
            }
        }
    }

    /// Sums of advances in Noto Sans 2.15 at weights 400 and 700, in thousandths.
    const MEASURED: [(&str, u16, u16); 21] = [
        ("Andorra la Vella", 7444, 7951),
        ("Reykjavík", 4349, 4831),
        ("Washington", 5663, 6008),
        ("New York", 4488, 4844),
        ("Kyiv", 1895, 2105),
        ("Podgorica", 4757, 4996),
        ("Kišinjev", 3562, 3880),
        ("Łódź", 2214, 2315),
        ("Подгорица", 5363, 5671),
        ("Вашингтон", 5446, 5798),
        ("Њујорк", 3527, 3804),
        ("Скопље", 3781, 4013),
        ("Љубљана", 4701, 4974),
        ("Андора ла Веља", 7896, 8315),
        ("Белград", 3961, 4199),
        ("Βουκουρέστι", 6096, 6534),
        ("Λιμάνι", 3038, 3361),
        ("Αθήνα", 2980, 3168),
        ("Przystań", 4017, 4317),
        ("Luksemburg", 5915, 6264),
        ("Copenhagen", 6010, 6274),
    ];
}
