import { effect, signal } from "@preact/signals";
import { t } from "../text/lang";

type Theme = "light" | "dark";

const system = matchMedia("(prefers-color-scheme: dark)");
const dark = signal(system.matches);
const KEY = "counterfoil.theme";
const kept = signal<Theme | undefined>(recall());

/** A browser that keeps nothing for us still shows the page. */
function recall(): Theme | undefined {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === "light" || theme === "dark" ? theme : undefined;
  } catch {
    return undefined;
  }
}

const current = () => kept.value ?? (dark.value ? "dark" : "light");

export function keepTheme() {
  system.addEventListener("change", () => (dark.value = system.matches));
  effect(() => {
    if (kept.value === undefined) return;
    document.documentElement.dataset.theme = kept.value;
    try {
      localStorage.setItem(KEY, kept.value);
    } catch {
      // Kept for this visit only.
    }
  });
}

export function ThemeToggle() {
  const next = current() === "dark" ? "light" : "dark";
  return (
    <button type="button" class="plain" data-testid="theme" onClick={() => (kept.value = next)}>
      {next === "dark" ? t("Dark") : t("Light")}
      <span class="unseen">{t(" theme")}</span>
    </button>
  );
}
