//! What a usage costs. The steps, in this order: find the rate, let allowances cover what they can, price the rest by
//! its model, hold it within the rate's commitments, round once when it is posted.

mod added;
mod allowance;
mod closing;
pub mod columns;
mod commitment;
mod counter;
mod dimension;
mod discount;
mod increment;
mod line;
mod lookup;
mod meter;
mod model;
mod original;
mod period;
mod price;
mod prorated;
mod rate;
mod reversal;
mod size;
mod slice;
mod usage;
mod usages;

pub use allowance::{Remaining, cover, reach, uncover};
pub use closing::{Ending, close};
pub use counter::{Counter, Level};
pub use line::{Covered, Line};
pub use model::Part;
pub use original::{Original, Share};
pub use price::of_quantity;
pub use rate::{estimate, model_rule, plain_cost, rate, rate_for, rules, take_back};
pub use usage::{Direction, Usage};
pub use usages::{Columns, Usages};
