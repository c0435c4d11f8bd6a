use eframe::egui::{FontData, FontTweak};

/// How far below the middle of its row the baseline of Inter lies, as a part of the font size.
const INTER_BELOW_MIDDLE: f32 = 0.364;

/// Moves a fall-back font onto the baseline of Inter.
///
/// egui centres the height of every font of a row, so a font with more room above its letters would hang lower:
/// a point or more for Han characters in a title.
pub(super) fn onto_ours(data: FontData, tweak: FontTweak) -> FontData {
    let below = below_middle(data.bytes(), data.index);
    let y_offset_factor = below.map_or(0.0, |below| INTER_BELOW_MIDDLE - below);
    data.tweak(FontTweak { y_offset_factor, ..tweak })
}

/// How far below the middle of its height a font has its baseline, as a part of the font size.
fn below_middle(font: &[u8], index: u32) -> Option<f32> {
    let start = if font.starts_with(b"ttcf") { long(font, 12 + 4 * index as usize)? as usize } else { 0 };
    let (head, hhea) = (table(font, start, *b"head")?, table(font, start, *b"hhea")?);
    let units = f32::from(short(font, head + 18)?);
    let (ascent, descent) = (signed(font, hhea + 4)?, signed(font, hhea + 6)?);
    (units > 0.0).then(|| (ascent + descent) / 2.0 / units)
}

fn table(font: &[u8], start: usize, tag: [u8; 4]) -> Option<usize> {
    let count = usize::from(short(font, start + 4)?);
    (0..count)
        .map(|number| start + 12 + 16 * number)
        .find(|entry| font.get(*entry..entry + 4) == Some(tag.as_slice()))
        .and_then(|entry| long(font, entry + 8))
        .map(|offset| offset as usize)
}

fn short(font: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(font.get(at..at + 2)?.try_into().ok()?))
}

fn signed(font: &[u8], at: usize) -> Option<f32> {
    Some(f32::from(i16::from_be_bytes(font.get(at..at + 2)?.try_into().ok()?)))
}

fn long(font: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(font.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::{INTER_BELOW_MIDDLE, below_middle};

    #[test]
    fn the_baseline_is_read_from_the_font() {
        let inter = include_bytes!("../../../assets/fonts/Inter-Regular.ttf");
        let below = below_middle(inter, 0);
        assert!(below.is_some_and(|below| (below - INTER_BELOW_MIDDLE).abs() < 0.001), "{below:?}");
        assert_eq!(below_middle(b"not a font", 0), None);
        assert_eq!(below_middle(&inter[..40], 0), None);
    }
}
