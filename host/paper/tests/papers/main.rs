//! Papers are read again by programs of others: every figure stands on them, the electronic invoice is inside, and pages look as
//! they did. Needs poppler's and qpdf's programs.

mod brand;
mod cases;
mod figures;
mod inside;
mod long;
mod pages;
mod tools;
