import { effect } from "@preact/signals";
import { page, pages } from "../model/route";
import { scenario, view } from "../model/state";
import { tellIn } from "../text/format";
import { t } from "../text/lang";
import { Announcer } from "./announcer";
import { Explanation } from "./explain";
import { Header } from "./header";
import { Nav } from "./nav";
import { Notices } from "./notices";
import { ofAccount, Page } from "./page";
import { SaveBar } from "./save";
import { Trust } from "./trust";

effect(() => {
  const of = ofAccount(page.value) ? ` · ${scenario.value.account}` : "";
  document.title = `${t(pages[page.value])}${of} · Counterfoil`;
});

export function App() {
  const { picture, problems } = view.value;
  tellIn(picture?.offers.zone?.name);
  return (
    <>
      <a class="skip" href="#main" onClick={skip}>
        {t("Skip to the page")}
      </a>
      <Header />
      <div class="frame">
        <Nav />
        <main id="main" tabIndex={-1} class={problems.length > 0 ? "stale" : ""}>
          <Notices />
          <Page name={page.value} picture={picture} />
        </main>
      </div>
      <SaveBar />
      <Trust picture={picture} />
      {picture !== undefined && <Explanation picture={picture} />}
      <Announcer />
    </>
  );
}

/** The fragment holds the page, so the skip link moves the focus by hand. */
function skip(event: MouseEvent) {
  event.preventDefault();
  document.getElementById("main")?.focus();
}
