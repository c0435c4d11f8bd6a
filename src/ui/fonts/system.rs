#![expect(
    clippy::disallowed_types,
    reason = "egui asks a font provider through a shared reference, and the look-up changes as it reads"
)]

use std::sync::{Mutex, PoisonError};

use eframe::egui::epaint::text::{FontTweak, VariationCoords};
use eframe::egui::{FallbackRequest, FontData, FontFamily, FontInsert, FontPriority, FontProvider};
use eframe::epaint::text::InsertFontFamily;
use fontique::{
    Attributes, Collection, CollectionOptions, FallbackKey, FamilyId, FontStyle, FontWeight, FontWidth,
    GenericFamily, Language, Query, QueryFamily, QueryFont, QueryStatus, Script, SourceCache,
    SourceCacheOptions,
};

use super::{INTER, INTER_MEDIUM, INTER_SEMIBOLD, MONO, baseline};
use crate::ui::text::system_locale;

const EMOJI: &str = "emoji";
const HAN_FONT: &str = "han";

const HAN: Script = Script::from_bytes(*b"Hani");
const KANA: Script = Script::from_bytes(*b"Hira");
const HANGUL: Script = Script::from_bytes(*b"Hang");

/// Whose drawings of Han characters to try, after those of the person's own locale.
const HAN_ORDER: [&str; 4] = ["zh-CN", "zh-TW", "ja", "ko"];

/// Simplified Chinese by name: the system's own answer may be the Japanese drawings.
const SIMPLIFIED_CHINESE: [&str; 8] = [
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
];

struct Found {
    collection: Collection,
    sources: SourceCache,
}

impl Found {
    fn new() -> Self {
        Self {
            collection: Collection::new(CollectionOptions { shared: false, system_fonts: true }),
            sources: SourceCache::new(SourceCacheOptions::default()),
        }
    }

    /// The families to try for a script in one locale, best first.
    fn families(&mut self, script: Script, locale: &Language) -> Vec<FamilyId> {
        let traditional =
            locale.script() == Some("Hant") || matches!(locale.region(), Some("TW" | "HK" | "MO"));
        let simplified = script == HAN && locale.language() == "zh" && !traditional;
        let names = if simplified { SIMPLIFIED_CHINESE.as_slice() } else { &[] };
        let mut families: Vec<FamilyId> =
            names.iter().filter_map(|name| self.collection.family_id(name)).collect();
        families.extend(self.collection.fallback_families(FallbackKey::new(script, Some(locale))));
        families
    }
}

/// The fonts of the system that need more care than egui's own look-up takes: Han characters in the weight of
/// the family (and the right instance of a variable font), and colour emoji before any other font with emoji.
pub(super) struct SystemFonts {
    /// Listed when the first character needs it.
    found: Mutex<Option<Found>>,
    locales: Vec<Language>,
}

impl SystemFonts {
    /// The locale is that of the window where the person chose one, else that of the system.
    pub(super) fn new(locale: Option<&str>) -> Self {
        let own = locale.map(str::to_owned).or_else(system_locale);
        let own = own.and_then(|tag| Language::parse(&tag).ok());
        let east_asian = own.filter(|own| matches!(own.language(), "zh" | "ja" | "ko"));
        let order = HAN_ORDER.iter().filter_map(|tag| Language::parse(tag).ok());
        Self { found: Mutex::new(None), locales: east_asian.into_iter().chain(order).collect() }
    }

    fn with_fonts<R>(&self, look: impl FnOnce(&mut Found) -> R) -> R {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        look(found.get_or_insert_with(Found::new))
    }
}

impl FontProvider for SystemFonts {
    fn fonts_for_family(&self, family: &FontFamily) -> Vec<FontInsert> {
        if weight_of(family).is_none() {
            return Vec::new();
        }
        self.with_fonts(|Found { collection, sources }| {
            let mut query = collection.query(sources);
            query.set_families([QueryFamily::Generic(GenericFamily::Emoji)]);
            first_with(&mut query, '😀').map(|font| insert(EMOJI, &font, family)).into_iter().collect()
        })
    }

    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        let character = request.cluster.chars().next()?;
        let (script, weight) = (script_of(character)?, weight_of(request.family)?);
        self.with_fonts(|found| {
            self.locales.iter().find_map(|locale| {
                let families = found.families(script, locale);
                let mut query = found.collection.query(&mut found.sources);
                query.set_attributes(Attributes::new(FontWidth::NORMAL, FontStyle::Normal, weight));
                query.set_families(families.into_iter().map(QueryFamily::Id));
                first_with(&mut query, character).map(|font| insert(HAN_FONT, &font, request.family))
            })
        })
    }
}

/// The weight of a family that holds words; nothing for the icons.
fn weight_of(family: &FontFamily) -> Option<FontWeight> {
    match family {
        FontFamily::Proportional | FontFamily::Monospace => Some(FontWeight::NORMAL),
        FontFamily::Name(name) => match name.as_ref() {
            INTER | MONO => Some(FontWeight::NORMAL),
            INTER_MEDIUM => Some(FontWeight::MEDIUM),
            INTER_SEMIBOLD => Some(FontWeight::SEMI_BOLD),
            _ => None,
        },
    }
}

fn script_of(character: char) -> Option<Script> {
    match u32::from(character) {
        0x2E80..=0x2FDF
        | 0x3001..=0x303F
        | 0x3400..=0x9FFF
        | 0xF900..=0xFAFF
        | 0xFF01..=0xFF60
        | 0x20000..=0x3FFFF => Some(HAN),
        0x3040..=0x30FF => Some(KANA),
        0x1100..=0x11FF | 0xAC00..=0xD7A3 => Some(HANGUL),
        _ => None,
    }
}

fn first_with(query: &mut Query<'_>, character: char) -> Option<QueryFont> {
    let mut found = None;
    query.matches_with(|font| {
        let glyph = font.charmap().and_then(|map| map.map(u32::from(character)));
        if glyph.is_some_and(|glyph| glyph != 0) {
            found = Some(font.clone());
            QueryStatus::Stop
        } else {
            QueryStatus::Continue
        }
    });
    found
}

fn insert(kind: &str, font: &QueryFont, family: &FontFamily) -> FontInsert {
    let settings = font.synthesis.variation_settings();
    let name = format!("{kind}:{}:{}:{settings:?}", font.blob.id(), font.index);
    let coords = VariationCoords::new(settings.iter().map(|(tag, value)| (tag.into_bytes(), *value)));
    let (blob, _) = font.blob.clone().into_raw_parts();
    let tweak = FontTweak { coords, ..FontTweak::default() };
    let data = FontData::from_blob(blob, font.index);
    let data = if kind == EMOJI { data.tweak(tweak) } else { baseline::onto_ours(data, tweak) };
    FontInsert {
        name,
        data,
        families: vec![InsertFontFamily { family: family.clone(), priority: FontPriority::Lowest }],
    }
}
