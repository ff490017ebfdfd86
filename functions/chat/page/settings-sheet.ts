/** The sheet of settings: which clock and calendar count, and where reminders go besides this page. */
import type { User } from "@todo/shared/contracts/types.ts";
import type { Api } from "./api.ts";
import { type Child, element } from "./dom.ts";
import { icon } from "./icons.ts";
import { formOf, type ProfileForm, patchOf } from "./profile-form.ts";

export type SettingsOptions = { dialog: HTMLDialogElement; api: Api; sendsMail: boolean };

export function openSettings({ dialog, api, sendsMail }: SettingsOptions): { show(): void } {
  const close = element("button", { type: "button", class: "bare", "aria-label": "Close", click: () => dialog.close() }, icon("close"));
  const body = element("div", {});
  dialog.append(element("header", {}, element("h2", { id: "settings-title" }, "Settings"), close), body);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());

  function draw(known: User): void {
    const shown = formOf(known);
    const status = element("p", { class: "fault", role: "alert" });
    const save = element("button", { type: "submit", class: "primary" }, "Save");
    const form = element(
      "form",
      { class: "settings" },
      field("Time zone", element("input", { name: "timeZone", value: shown.timeZone ?? "", list: "time-zones", required: true })),
      element("datalist", { id: "time-zones" }, ...Intl.supportedValuesOf("timeZone").map((zone) => element("option", { value: zone }))),
      field("The week starts on", choice("weekStart", shown, { MO: "Monday", SU: "Sunday", SA: "Saturday" })),
      field("3/4 means", choice("dateOrder", shown, { dmy: "3 April", mdy: "March 4" })),
      field(
        "All-day tasks remind at",
        element("input", { name: "allDayReminderTime", type: "time", value: shown.allDayReminderTime ?? "", required: true }),
      ),
      sendsMail && known.email ? mailField(known.email, shown) : null,
      webhookField(shown, api),
      status,
      element("div", { class: "buttons" }, save),
    );
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const patch = patchOf(known, valuesOf(form));
      if (!patch) return dialog.close();
      save.disabled = true;
      const fault = await api.updateProfile(patch).then(
        () => null,
        (error: Error) => error.message,
      );
      save.disabled = false;
      status.textContent = fault;
      if (fault === null) dialog.close();
    });
    body.replaceChildren(form);
  }

  return {
    show() {
      body.replaceChildren(element("p", { class: "status", role: "status" }, "Loading …"));
      dialog.showModal();
      api.me().then(draw, (error: Error) => body.replaceChildren(element("p", { class: "status", role: "alert" }, error.message)));
    },
  };
}

const field = (label: string, ...controls: Child[]): HTMLLabelElement =>
  element("label", { class: "setting" }, element("span", {}, label), ...controls);

function choice(name: string, shown: ProfileForm, options: Record<string, string>): HTMLSelectElement {
  const entries = Object.entries(options).map(([value, label]) => element("option", { value, selected: shown[name] === value }, label));
  return element("select", { name }, ...entries);
}

function mailField(email: string, { emailReminders }: ProfileForm): HTMLLabelElement {
  const box = element("input", { type: "checkbox", name: "emailReminders", checked: emailReminders === "on" });
  return element("label", { class: "setting switch" }, box, element("span", {}, `Reminders also by e-mail to ${email}`));
}

/** Its secret is shown when it is asked for: whoever looks over a shoulder has no use for it. */
function webhookField({ webhookUrl = "" }: ProfileForm, api: Api): HTMLElement {
  const input = element("input", { name: "webhookUrl", type: "url", value: webhookUrl, placeholder: "https://", maxlength: 2000 });
  const secret = element("output", { class: "secret" });
  const reveal = element("button", { type: "button", class: "link" }, "Show the signing secret");
  reveal.addEventListener("click", () =>
    api.webhookSecret().then(
      (answer) => secret.replaceChildren(answer.secret),
      (error: Error) => secret.replaceChildren(error.message),
    ),
  );
  return element("div", {}, field("Reminders also to a webhook", input), element("p", { class: "detail" }, reveal, " ", secret));
}

const valuesOf = (form: HTMLFormElement): ProfileForm =>
  Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
