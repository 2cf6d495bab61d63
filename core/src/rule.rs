//! The rule registry: one id a rule, the same string in code, case files, answers and reference pages.

use crate::registry::registry;

registry! {
    /// Every rule that can make or change a decision. A rule's file is named after it.
    Rule {
        RatingLookup = "rating.lookup": "A usage is priced by its product's rate with the longest prefix of its destination, else by the product's default; no rate is a refusal, never zero.",
        RatingPerUnit = "rating.per_unit": "An amount is quantity times price, exact.",
        MoneyLedgerRounding = "money.ledger_rounding": "A usage is rounded once, to the ledger's scale and by its mode, when it is posted.",
        LedgerBalanced = "ledger.balanced": "Every movement is one entry whose postings sum to zero.",
        AlertCrossing = "alert.crossing": "An alert fires when the balance goes from at or above its threshold to below it, and re-arms when it is back at or above; highest threshold first.",
        AlertRanOut = "alert.ran_out": "Running out, from above zero to zero or below, is an event of its own.",
        AlertRecommendation = "alert.recommendation": "The recommended first alert is the average daily usage of the last 30 whole UTC days, or of the account's age if younger, rounded up to a minor unit; the rulebook names the others.",
        RechargeTrigger = "recharge.trigger": "Auto-recharge is triggered when a debit leaves the balance below the threshold, or at or below it where the rulebook says so.",
        RechargeRepeat = "recharge.repeat": "The fixed amount is charged as often as it takes to reach the threshold: the least n with balance + n x amount >= threshold, at least one.",
        RechargeLimits = "recharge.limits": "Charges beyond the owner's limits or the rulebook's bound on repetitions are not made, and the answer says which limit cut them.",
        RechargeLadder = "recharge.ladder": "After a failure the next attempt comes when the balance falls to the next rung strictly under the balance at which it failed; one attempt a drop.",
        RechargePause = "recharge.pause": "A hard decline rests until another method, a row of failures until a success or another method, and attempts keep their spacing.",
        ServiceSuspension = "service.suspension": "Service is suspended when the balance is zero or below after a debit or a failed charge and no charge is on its way.",
        ServiceRestoration = "service.restoration": "Service is restored when the balance is above zero again.",
        TopUpBounds = "top_up.bounds": "A manual top-up is within the rulebook's minimum and maximum.",
        AccountOrder = "account.order": "Events of one call are applied by time and then by id, each id once.",
        BalanceAvailable = "balance.available": "What may be used now is the balance, never under zero, and zero while suspended.",
    }
}
