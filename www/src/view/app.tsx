import { PastChart } from "../chart/past";
import { view } from "../model/state";
import { Account } from "./account";
import { Accounts } from "./accounts";
import { Alerts } from "./alerts";
import { Announcer } from "./announcer";
import { Effects } from "./effects";
import { Events } from "./events";
import { Explanation } from "./explain";
import { Facts } from "./facts";
import { Header } from "./header";
import { History } from "./history";
import { Notices } from "./notices";
import { OutlookPanel } from "./outlook";
import { Company } from "./company";
import { PaymentMethods } from "./methods";
import { Payments } from "./payments";
import { Plans } from "./plans";
import { Papers } from "./papers";
import { Overview } from "./overview";
import { AutoRecharge } from "./recharge";
import { RulebookEditor } from "./rulebook";
import { SaveBar } from "./save";
import { SendUsage } from "./usage";
import { SpendManagement } from "./spend";
import { TopUp } from "./topup";
import { Trust } from "./trust";

export function App() {
  const { picture, problems } = view.value;
  return (
    <>
      <a class="skip" href="#main" onClick={skip}>
        Skip to the account
      </a>
      <Header />
      <main id="main" tabIndex={-1} class={problems.length > 0 ? "stale" : ""}>
        <Notices />
        {picture !== undefined && (
          <div class="drawing" data-testid="drawing" data-stale={problems.length > 0}>
            <Accounts />
            <Account picture={picture} />
            <TopUp key={picture.scenario.account} picture={picture} />
            <SendUsage key={picture.scenario.account} picture={picture} />
            <Overview picture={picture} />
            <PastChart picture={picture} />
            <OutlookPanel picture={picture} />
            <Plans key={picture.scenario.account} picture={picture} />
            <Papers />
            <Payments />
          </div>
        )}
        <div class="settings">
          <AutoRecharge picture={picture} />
          {picture !== undefined && <PaymentMethods key={picture.scenario.account} picture={picture} />}
          <SpendManagement picture={picture} />
          <Alerts picture={picture} />
          {picture !== undefined && <Company key={picture.scenario.account} picture={picture} />}
          <Facts />
          <Events />
          <RulebookEditor />
        </div>
        {picture !== undefined && (
          <div class="lists">
            <Effects picture={picture} />
            <History picture={picture} />
          </div>
        )}
      </main>
      <SaveBar />
      <Trust picture={picture} />
      {picture !== undefined && <Explanation picture={picture} />}
      <Announcer />
    </>
  );
}

/** The fragment holds the scenario, so the skip link moves the focus by hand. */
function skip(event: MouseEvent) {
  event.preventDefault();
  document.getElementById("main")?.focus();
}
