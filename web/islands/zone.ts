/** Forms with a local time say whose: the zone of this device, in a form that comes up for the first time. */
const zone = document.querySelector<HTMLInputElement>("input[name=zone]");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && here && !document.querySelector(".error-summary")) zone.value = here;
