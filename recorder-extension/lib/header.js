// The first line of a recording.

/** `SO-1042` → `SO-#`. Null where the example holds no digits: nothing would tell a case from a word. */
export function caseForm(example) {
  const form = example.replaceAll("#", "").replace(/\d+/g, "#").replace(/\s+/g, " ").trim().slice(0, 80);
  return form.includes("#") ? form : null;
}

/** A name for the recording and its file that no other recording of the team will have. */
export function recordingId(actor, instant, random) {
  const who = actor
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 30);
  const when = new Date(instant).toISOString().slice(0, 19).replace(/[-:]/g, "");
  return `${who || "recording"}-${when}-${random.toString(16).padStart(4, "0")}`;
}

export function header({ workflow, actor, caseExample, version, timeZone, instant, random }) {
  const form = caseForm(caseExample);
  return {
    kind: "header",
    format: 1,
    recording: recordingId(actor, instant, random),
    workflow,
    actor,
    recorder: `ledgerium-recorder ${version}`,
    time_zone: timeZone,
    start_ms: instant,
    ...(form && { case_form: form }),
  };
}
