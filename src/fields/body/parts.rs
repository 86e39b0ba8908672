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
    /// Blocks that made the pieces as many as they are now: of the last one, with those of pieces that are no more. Left to the
    /// next ones where there is no piece yet.
    pub(super) fn add(&mut self, pieces: usize, blocks: &mut Vec<usize>) {
        self.ends.resize(pieces, self.blocks.len() as u32);
        if let Some(end) = self.ends.last_mut() {
            self.blocks.extend(blocks.drain(..).map(|block| block as u32));
            *end = self.blocks.len() as u32;
        }
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
        let mut ahead = vec![0];
        parts.add(0, &mut ahead);
        assert_eq!(ahead, [0]);
        ahead.push(1);
        parts.add(1, &mut ahead);
        for (block, pieces) in [(2, 2), (3, 3), (4, 2), (5, 4)] {
            parts.add(pieces, &mut vec![block]);
        }
        assert_eq!(parts.into_lists(), [vec![0, 1], vec![2, 3, 4], vec![], vec![5]]);
    }
}
