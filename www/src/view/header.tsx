import { useState } from "preact/hooks";
import { host, hosted } from "../model/host";
import { currentFragment, linkedEngine } from "../model/link";
import { may } from "../model/session";
import { open, scenario } from "../model/state";
import { samples } from "../samples";
import { known, t, type Text } from "../text/lang";
import { LanguageSwitch } from "./language";
import { PageLink } from "./nav";
import { SignIn } from "./signin";
import { ThemeToggle } from "./theme";

export function Header() {
  const chosen = samples.findIndex((sample) => sample.title === scenario.value.title);
  return (
    <header class="top">
      <div class="brand">
        <p class="name">Counterfoil</p>
        <p>{t("The preview is the bill.")}</p>
      </div>
      <div class="tools">
        {may("read") && <PageLink to="accounts">{hosted.value === undefined ? t("Accounts") : t("All accounts")}</PageLink>}
        <label class="tool">
          <span>{t("Sample")}</span>
          <select
            data-testid="sample"
            value={chosen === -1 ? "" : String(chosen)}
            onChange={(event) => openSample(event.currentTarget.value)}
          >
            {chosen === -1 && <option value="">{t("None")}</option>}
            {samples.map((sample, place) => (
              <option key={sample.title} value={String(place)}>
                {known(sample.title)}
              </option>
            ))}
          </select>
        </label>
        {host.value !== undefined && <SignIn />}
        {host.value !== undefined && may("read") && (
          <a class="plain" href="inbox">
            {t("Inbox")}
          </a>
        )}
        <CopyLink />
        <LanguageSwitch />
        <ThemeToggle />
      </div>
    </header>
  );
}

function openSample(place: string) {
  const sample = samples[Number(place)];
  if (place === "" || sample === undefined) return;
  hosted.value = undefined;
  linkedEngine.value = undefined;
  open(sample);
}

function CopyLink() {
  const [said, say] = useState<Text>("Copy link");
  const copy = async () => {
    const fragment = await currentFragment();
    say(fragment === undefined ? "Too large for a link" : await put(new URL(fragment, location.href).href));
    setTimeout(() => say("Copy link"), 2500);
  };
  return (
    <button type="button" class="plain" data-testid="copy-link" onClick={() => void copy()}>
      {t(said)}
    </button>
  );
}

/** Without leave to write to the clipboard, the address bar has the same link. */
async function put(link: string): Promise<Text> {
  try {
    await navigator.clipboard.writeText(link);
    return "Copied";
  } catch {
    history.replaceState(null, "", link);
    return "In the address bar";
  }
}
