#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThemeChoice {
    #[default]
    System,
    Light,
    Dark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LanguageChoice {
    #[default]
    System,
    English,
    Chinese,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Density {
    Compact,
    #[default]
    Regular,
    Roomy,
}

/// What the person has chosen; kept on disk, effective at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub theme: ThemeChoice,
    pub language: LanguageChoice,
    pub density: Density,
    /// 85 to 140.
    pub text_percent: u16,
    pub reduce_motion: bool,
    pub notify_messages: bool,
    pub notify_calls: bool,
    /// Whether a notification shows what was written.
    pub notify_text: bool,
    /// The one-time question about switching channels has been answered.
    pub channel_switch_known: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::default(),
            language: LanguageChoice::default(),
            density: Density::default(),
            text_percent: 100,
            reduce_motion: false,
            notify_messages: true,
            notify_calls: true,
            notify_text: true,
            channel_switch_known: false,
        }
    }
}
