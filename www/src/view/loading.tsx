import { t } from "../text/lang";

/** What is seen until the engine is there; `index.html` has the same, for before the script is. */
export function Loading() {
  return (
    <>
      <div class="top">
        <div class="brand">
          <p class="name">Counterfoil</p>
          <p>{t("The preview is the bill.")}</p>
        </div>
      </div>
      <main class="loading" aria-busy="true">
        <p>{t("The engine is on its way…")}</p>
      </main>
    </>
  );
}

/** Without the engine there is nothing to show, and it is said. */
export function NoEngine({ why }: { why: string }) {
  return (
    <main class="loading">
      <p role="alert" class="notice danger">
        {t("The engine could not be loaded:")} <span lang="en">{why}</span>.
      </p>
      <button type="button" onClick={() => location.reload()}>
        {t("Try again")}
      </button>
    </main>
  );
}
