import type { ComponentChildren } from "preact";
import { PastChart } from "../chart/past";
import type { Picture } from "../model/engine";
import { host } from "../model/host";
import { pages, type PageName } from "../model/route";
import { view } from "../model/state";
import { t } from "../text/lang";
import { Account } from "./account";
import { Accounts } from "./accounts";
import { Alerts } from "./alerts";
import { Allowances } from "./allowances";
import { AtAGlance } from "./glance";
import { Company } from "./company";
import { Effects } from "./effects";
import { Events } from "./events";
import { Facts } from "./facts";
import { Grants } from "./grants";
import { History } from "./history";
import { Holds } from "./holds";
import { Invoices } from "./invoices";
import { PaymentMethods } from "./methods";
import { NextInvoice } from "./draft";
import { OutlookPanel } from "./outlook";
import { Overview } from "./overview";
import { Payments } from "./payments";
import { People } from "./people";
import { Plans } from "./plans";
import { Receipts } from "./receipts";
import { AutoRecharge } from "./recharge";
import { RulebookPage } from "./rulebook";
import { Scheduled } from "./scheduled";
import { SpendManagement } from "./spend";
import { Subaccounts } from "./subaccounts";
import { TopUp } from "./topup";
import { SendUsage } from "./usage";
import { CallsMade } from "./code";

/** What stands on a page about an account. */
type OfAccount = (props: { picture: Picture }) => ComponentChildren;

/** Settings beside what they bring about. */
function Beside({ children, picture }: { children: ComponentChildren; picture: Picture }) {
  return (
    <div class="beside">
      <div class="stack">{children}</div>
      <div class="stack">
        <OutlookPanel picture={picture} />
      </div>
    </div>
  );
}

const bodies: Partial<Record<PageName, OfAccount>> = {
  overview: ({ picture }) => (
    <>
      <AtAGlance picture={picture} />
      <PastChart picture={picture} />
      <OutlookPanel picture={picture} />
      <Overview picture={picture} />
    </>
  ),
  usage: ({ picture }) => (
    <>
      <SendUsage picture={picture} />
      <Allowances picture={picture} />
      <Holds picture={picture} />
    </>
  ),
  history: ({ picture }) => (
    <>
      <History picture={picture} />
      <Grants overview={picture.overview} currency={picture.applied.state.currency} />
      <Effects picture={picture} />
    </>
  ),
  invoices: ({ picture }) => (
    <>
      <NextInvoice picture={picture} />
      <Invoices picture={picture} />
    </>
  ),
  receipts: ({ picture }) => <Receipts picture={picture} />,
  payment: ({ picture }) => (
    <>
      <Beside picture={picture}>
        <TopUp picture={picture} />
        <AutoRecharge picture={picture} />
        <PaymentMethods picture={picture} />
        <Scheduled picture={picture} />
      </Beside>
      <Payments />
    </>
  ),
  alerts: ({ picture }) => (
    <Beside picture={picture}>
      <Alerts picture={picture} />
      <SpendManagement picture={picture} />
    </Beside>
  ),
  plan: ({ picture }) => <Plans picture={picture} of="others" />,
  numbers: ({ picture }) => <Plans picture={picture} of="numbers" />,
  subaccounts: ({ picture }) => <Subaccounts picture={picture} />,
  company: ({ picture }) => <Company picture={picture} />,
};

/** Pages that are about the account that is open. */
export const ofAccount = (name: PageName) => name !== "accounts" && name !== "people";

/** One page: its name, whose account it is about, and what stands on it. */
export function Page({ name, picture }: { name: PageName; picture: Picture | undefined }) {
  return (
    <>
      <h1 id="page-title" tabIndex={-1}>
        {t(pages[name])}
      </h1>
      {name === "accounts" && host.value !== undefined && <Accounts />}
      {name === "people" && host.value !== undefined && <People />}
      {ofAccount(name) && <AboutAccount name={name} picture={picture} />}
    </>
  );
}

/** What is typed on a page belongs to its account, and is gone with it. */
function AboutAccount({ name, picture }: { name: PageName; picture: Picture | undefined }) {
  const Body = bodies[name];
  return (
    <div class="drawing" data-testid="drawing" data-stale={view.value.problems.length > 0}>
      {picture !== undefined && <Account picture={picture} large={name === "overview"} />}
      {picture !== undefined && Body !== undefined && <Body key={picture.scenario.account} picture={picture} />}
      {name === "rulebook" && <RulebookPage picture={picture} />}
      {name === "developers" && (
        <>
          <CallsMade picture={picture} />
          <Facts />
          <Events />
        </>
      )}
    </div>
  );
}
