//! The heights of a long list, and the sums of them, in a Fenwick tree.

/// Heights of rows in points. The sums are `f64`: those of a hundred thousand rows are too long for `f32`.
#[derive(Clone, Debug, Default)]
pub struct RowHeights {
    heights: Vec<f32>,
    /// `sums[i]` is the sum of the heights that the Fenwick node `i + 1` covers.
    sums: Vec<f64>,
}

impl RowHeights {
    /// As many rows, all of the same height.
    pub fn all(rows: usize, height: f32) -> Self {
        let mut made = Self::default();
        made.heights.resize(rows, height);
        made.rebuild();
        made
    }

    fn rebuild(&mut self) {
        self.sums = self.heights.iter().map(|height| f64::from(*height)).collect();
        for index in 0..self.sums.len() {
            let parent = index | (index + 1);
            if parent < self.sums.len() {
                self.sums[parent] += self.sums[index];
            }
        }
    }

    pub fn len(&self) -> usize {
        self.heights.len()
    }

    pub fn is_empty(&self) -> bool {
        self.heights.is_empty()
    }

    pub fn height(&self, row: usize) -> f32 {
        self.heights[row]
    }

    /// The sum of all heights.
    pub fn total(&self) -> f64 {
        self.top(self.len())
    }

    /// Where a row begins: the sum of the heights of all rows before it.
    pub fn top(&self, row: usize) -> f64 {
        let mut sum = 0.0;
        let mut end = row;
        while end > 0 {
            sum += self.sums[end - 1];
            end &= end - 1;
        }
        sum
    }

    /// Says whether the height was another one before.
    pub fn set(&mut self, row: usize, height: f32) -> bool {
        let change = f64::from(height) - f64::from(self.heights[row]);
        if change == 0.0 {
            return false;
        }
        self.heights[row] = height;
        let mut index = row;
        while index < self.sums.len() {
            self.sums[index] += change;
            index |= index + 1;
        }
        true
    }

    /// A row at the end.
    pub fn push(&mut self, height: f32) {
        let index = self.heights.len();
        let mut sum = f64::from(height);
        let mut child = 1;
        while (index + 1) & child == 0 {
            sum += self.sums[index - child];
            child <<= 1;
        }
        self.heights.push(height);
        self.sums.push(sum);
    }

    /// Rows before all others.
    pub fn insert_front(&mut self, rows: usize, height: f32) {
        self.heights.splice(0..0, std::iter::repeat_n(height, rows));
        self.rebuild();
    }

    /// The row at a distance from the top; the last one for everything beyond the end. Nothing in an empty list.
    pub fn row_at(&self, distance: f64) -> Option<usize> {
        let last = self.len().checked_sub(1)?;
        let mut before = 0;
        let mut left = distance.max(0.0);
        let mut step = self.len().next_power_of_two();
        while step > 0 {
            if before + step <= self.len() && self.sums[before + step - 1] <= left {
                before += step;
                left -= self.sums[before - 1];
            }
            step >>= 1;
        }
        Some(before.min(last))
    }
}

#[cfg(test)]
mod tests {
    use super::RowHeights;

    fn summed(heights: &[f32]) -> Vec<f64> {
        let mut tops = vec![0.0];
        for height in heights {
            tops.push(tops.last().copied().unwrap_or_default() + f64::from(*height));
        }
        tops
    }

    fn same(tree: &RowHeights, heights: &[f32]) {
        let tops = summed(heights);
        for (row, top) in tops.iter().enumerate() {
            assert_eq!(tree.top(row), *top, "top of {row}");
        }
        for row in 0..heights.len() {
            assert_eq!(tree.row_at(tops[row]), Some(row));
            assert_eq!(tree.row_at(tops[row + 1] - 0.25), Some(row));
        }
    }

    #[test]
    fn sums_agree_with_adding_up_after_every_kind_of_change() {
        let mut heights: Vec<f32> = Vec::new();
        let mut tree = RowHeights::default();
        for step in 0_u16..300 {
            let height = f32::from(20 + step * 7 % 90);
            tree.push(height);
            heights.push(height);
            let row = usize::from(step * 31) % heights.len();
            tree.set(row, height + 3.0);
            heights[row] = height + 3.0;
        }
        same(&tree, &heights);
        tree.insert_front(17, 44.0);
        heights.splice(0..0, [44.0; 17]);
        same(&tree, &heights);
        assert_eq!(RowHeights::all(5, 8.0).total(), 40.0);
    }

    #[test]
    fn a_distance_beyond_the_end_finds_the_last_row_and_an_empty_list_none() {
        assert_eq!(RowHeights::all(4, 10.0).row_at(4000.0), Some(3));
        assert_eq!(RowHeights::all(4, 10.0).row_at(-5.0), Some(0));
        assert_eq!(RowHeights::default().row_at(0.0), None);
    }
}
