//! The catalogue of everything that can be wrong with content.
//!
//! A code is stable: scripts, editors and the documentation refer to it by
//! name. Each has a folder of cases under `tests/diag/`.

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is published until it is mended.
    Error,
    /// It is published, but somebody should look.
    Warning,
}

impl Severity {
    /// The word shown to people and machines.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $explanation:literal)*) => {
        /// The name of a rule.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $explanation] $variant,)*
        }

        impl Code {
            /// Every code there is, in the order of the catalogue.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The stable name: kebab-case words.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// How bad it is to break this rule.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            /// What the rule is for, in a sentence or two for an editor.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$variant => $explanation,)* }
            }

            /// The page about the rule, as it is written in Markdown; whoever adds
            /// a rule writes `explain/<name>.md`.
            pub fn page(self) -> &'static str {
                match self {
                    $(Code::$variant => include_str!(concat!("explain/", $name, ".md")),)*
                }
            }

            /// The rule of this name.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.name() == name)
            }
        }
    };
}

codes! {
    // Files.
    EmptyContent "empty-content" Error "The content folder holds no content files: nothing can be shown."
    MissingFile "missing-file" Error "A file that every register needs is not there."
    UnreadableFile "unreadable-file" Error "A file or folder cannot be read: it may lack permission, be a folder where a file should be, or lead in a circle."
    NotUtf8 "not-utf8" Error "A file is not plain text in UTF-8, the encoding that all content uses."
    FileTooLarge "file-too-large" Error "A content file is larger than any text should be; it was probably put here by mistake."
    UnexpectedFile "unexpected-file" Warning "A file lies where nothing reads it, so nothing of it is shown."
    FileName "file-name" Error "A file's name is its address on the site: small letters, digits and hyphens only."
    // Shape.
    Syntax "syntax" Error "The file is not valid TOML: a quote, bracket or equals sign is missing or too many."
    UnknownKey "unknown-key" Error "A key that this kind of file does not have, often a slip of the keyboard."
    MissingKey "missing-key" Error "A key that this kind of file must have is not there."
    WrongType "wrong-type" Error "A value is of the wrong type, such as a quoted date or a number in quotes."
    UnknownValue "unknown-value" Error "A value that is not one of the words allowed here."
    WrongValue "wrong-value" Error "A value has the right type but cannot be right, such as a month 13 or an address without `https://`."
    LanguageFault "language-fault" Error "The description of a language or script contradicts itself or lacks something."
    // References.
    DanglingReference "dangling-reference" Error "An id that no file has."
    DuplicateId "duplicate-id" Error "Two things of one kind have the same id."
    HiddenReference "hidden-reference" Error "Something that visitors see names something that they do not, such as a draft."
    DuplicateReference "duplicate-reference" Error "The same id stands twice in one list."
    // Truth.
    UntilBeforeSince "until-before-since" Error "Something ends before it begins."
    EndedButActive "ended-but-active" Error "Something has an end in the past but is marked as active, or is former without any sign of its end being meant."
    FormerWithoutReason "former-without-reason" Error "A relation has ended and the register does not say why, so a visitor cannot tell an end from an omission."
    MemberBeforeFounding "member-before-founding" Error "A membership or relation begins before the body was founded."
    MemberTwice "member-twice" Error "One body is listed twice among the members of a network."
    RelationDiffers "relation-differs" Error "Two files state the same relation with different facts."
    ClaimWithoutSource "claim-without-source" Error "A statement rests on no source, so nobody can check it."
    NumberWithoutDate "number-without-date" Error "A number is only true at some time; this text has one and no date beside it."
    DateInFuture "date-in-future" Error "A statement is dated later than today."
    ReviewOverdue "review-overdue" Warning "The day by which somebody wanted to check this statement again has passed."
    SecurityExpiry "security-expiry" Warning "The address for reports of weaknesses stops being served on its day, which is near or past, or is further off than anybody relies on."
    // Languages.
    MissingTranslation "missing-translation" Error "A text is missing in one of the languages."
    OutdatedTranslation "outdated-translation" Warning "A text was changed after its translations were last confirmed."
    NumbersDiffer "numbers-differ" Error "A text and its translation do not contain the same numbers."
    NamesDiffer "names-differ" Warning "A text names a body by its abbreviation that its translation does not name."
    LinksDiffer "links-differ" Error "A text and its translation do not link to the same places."
    WrongScript "wrong-script" Error "A text is written in letters of another script than its language's, or mixes two scripts in one word."
    UndecidedDigraph "undecided-digraph" Warning "Two letters of a word may be one letter or two in the other script; script.toml does not say."
    NotNormalized "not-nfc" Error "A letter is stored in two pieces (letter and accent apart), so that searching and sorting go wrong."
    // Text.
    Leftover "leftover" Error "A note to oneself was left in a text that visitors would read."
    StraySpace "stray-space" Warning "Several spaces stand in a row in a text, or one stands at its beginning or end."
    UndefinedAbbreviation "undefined-abbreviation" Warning "An abbreviation that neither a body nor the glossary explains."
    RawHtml "raw-html" Error "HTML has no effect anywhere, and Markdown only in the body of a page."
    MissingAlternativeText "missing-alternative-text" Error "A picture has no words for those who cannot see it."
    ProtectedEmblem "protected-emblem" Error "A sign that shows, or could be taken for, a protected emblem."
    UnsafeLink "unsafe-link" Error "A link that does not lead to a web page, an e-mail address or a page of this site."
    DanglingLink "dangling-link" Error "A link to a page of this site that does not exist."
    // Addresses.
    AddressConflict "address-conflict" Error "Two things would be shown at the same address."
    RedirectChain "redirect-chain" Warning "An old address leads to another old address instead of straight to the page."
    RedirectLoop "redirect-loop" Error "Old addresses lead to each other in a circle."
    RedirectTarget "redirect-target" Error "An old address leads to a page that does not exist, or away from one that does."
}

impl std::fmt::Display for Code {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name())
    }
}
