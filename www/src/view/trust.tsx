import { contract, engineDigest } from "counterfoil";
import { host } from "../model/host";
import type { Picture } from "../model/engine";
import { t } from "../text/lang";
import { VerifyOnServer } from "./match";

/** The stub that stays with the reader: which bytes computed this. */
export function Trust({ picture }: { picture: Picture | undefined }) {
  return (
    <footer class="trust" aria-label={t("What computed this")}>
      <p class="trust-word">{t("Computed in your browser")}</p>
      <dl>
        <div>
          <dt>{t("Engine")}</dt>
          <dd>
            <code data-testid="engine-digest">{engineDigest}</code>
          </dd>
        </div>
        {host.value !== undefined && (
          <div>
            <dt>{t("Server's engine")}</dt>
            <dd>
              <code data-testid="server-digest">{host.value.engine}</code>
            </dd>
          </div>
        )}
        {picture !== undefined && (
          <div>
            <dt>{t("Rulebook")}</dt>
            <dd>
              <code data-testid="rulebook-digest">{picture.rulebook}</code>
            </dd>
          </div>
        )}
        <div>
          <dt>{t("Contract")}</dt>
          <dd>
            <code>{contract}</code>
          </dd>
        </div>
      </dl>
      {picture !== undefined && <VerifyOnServer picture={picture} />}
    </footer>
  );
}
