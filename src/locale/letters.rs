//! Which script a letter belongs to, of the few that are told apart.

/// The scripts that are told apart; letters of any other belong to none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    /// `Latn`.
    Latin,
    /// `Grek`.
    Greek,
    /// `Cyrl`.
    Cyrillic,
}

impl Letters {
    /// The script of a letter, by the blocks of the Unicode Standard, chapter 7.
    pub fn of(letter: char) -> Option<Self> {
        match letter {
            'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}'
                if letter.is_alphabetic() =>
            {
                Some(Self::Latin)
            }
            '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' if letter.is_alphabetic() => {
                Some(Self::Greek)
            }
            '\u{400}'..='\u{52F}' => Some(Self::Cyrillic),
            _ => None,
        }
    }

    /// The script of this code (ISO 15924).
    pub fn of_script(code: &str) -> Option<Self> {
        match code {
            "Latn" => Some(Self::Latin),
            "Grek" => Some(Self::Greek),
            "Cyrl" => Some(Self::Cyrillic),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Letters;

    #[test]
    fn letters_that_look_alike_belong_to_their_own_scripts() {
        let scripts = ['A', 'Α', 'А', 'ž', '×', '1', 'א'].map(Letters::of);
        let (latin, greek, cyrillic) = (Letters::Latin, Letters::Greek, Letters::Cyrillic);
        assert_eq!(
            scripts,
            [
                Some(latin),
                Some(greek),
                Some(cyrillic),
                Some(latin),
                None,
                None,
                None
            ]
        );
        let codes = ["Latn", "Grek", "Cyrl", "Hebr"].map(Letters::of_script);
        assert_eq!(codes, [Some(latin), Some(greek), Some(cyrillic), None]);
    }
}
