//! The blocks of which the pieces of a body are made.

/// The blocks of each piece, all in one row: nearly all pieces are of one block, and a list for each would take more than many a
/// paragraph.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Parts {
    blocks: Vec<u32>,
    /// For each piece the end of its blocks in the row.
    ends: Vec<u32>,
}

impl Parts {
    /// With a block of the piece that comes.
    pub(super) fn with(mut self, block: usize) -> Parts {
        self.blocks.push(block as u32);
        self
    }

    /// With as many pieces as there are now: blocks of none are the last one's, as are those of pieces that are no more.
    pub(super) fn ended(mut self, pieces: usize) -> Parts {
        let end = self.ends.last().copied().unwrap_or_default();
        self.ends.resize(pieces, end);
        if let Some(last) = self.ends.last_mut() {
            *last = self.blocks.len() as u32;
        }
        self
    }

    /// A list for each piece.
    pub(crate) fn into_lists(self) -> Vec<Vec<usize>> {
        let mut rest = self.blocks.into_iter().map(|block| block as usize);
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| rest.by_ref().take((end - start) as usize).collect()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_go_to_the_last_piece_and_those_of_lost_pieces_with_them() {
        let mut parts = Parts::default();
        for (block, pieces) in [(0, 0), (1, 1), (2, 2), (3, 3), (4, 2), (5, 4)] {
            parts = parts.with(block).ended(pieces);
        }
        assert_eq!(parts.into_lists(), [vec![0, 1], vec![2, 3, 4], vec![], vec![5]]);
    }
}
