//! Pages of lists, as everywhere in the API.

use super::super::problem::Refusal;
use crate::identity::Piece;
use serde::{Deserialize, Serialize};

const DEFAULT: usize = 50;
const MOST: usize = 200;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::serve) struct Ask {
    cursor: Option<String>,
    limit: Option<usize>,
}

impl Ask {
    pub(in crate::serve) fn limit(&self) -> Result<usize, Refusal> {
        let limit = Some(self.limit.unwrap_or(DEFAULT)).filter(|limit| (1..=MOST).contains(limit));
        limit.ok_or_else(|| Refusal::shape("/limit", "a page has 1 to 200 items"))
    }

    /// Where it begins; `first` where nothing is said.
    pub(in crate::serve) fn place(&self, first: i64) -> Result<i64, Refusal> {
        let place = self.cursor.as_deref().map_or(Ok(first), str::parse);
        place.map_err(|_| Refusal::shape("/cursor", "the cursor is not one that a page gave"))
    }
}

#[derive(Serialize)]
pub(in crate::serve) struct Page<T> {
    data: Vec<T>,
    has_more: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    cursor: Option<String>,
}

impl<T> Page<T> {
    pub(in crate::serve) fn of<K>(piece: Piece<K>, told: impl Fn(K) -> T) -> Self {
        let cursor = piece.next.map(|next| next.to_string());
        Self { data: piece.data.into_iter().map(told).collect(), has_more: cursor.is_some(), cursor }
    }
}
