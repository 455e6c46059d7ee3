/** What every page has. Each part does nothing where there is nothing for it. */
import { startChoices } from "./frame/choices";
import { startDrafts } from "./frame/drafts";
import { startGuard } from "./frame/guard";
import { startKeys } from "./frame/keys";
import { startMenus } from "./frame/menus";
import { startPrefetch } from "./frame/prefetch";
import { startTimes } from "./frame/times";

startTimes();
startMenus();
startChoices();
startGuard();
startDrafts();
startKeys();
startPrefetch();
document.querySelector<HTMLElement>(".error-summary")?.focus();
