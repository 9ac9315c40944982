// The first line of a recording.

/** `SO-1042` → `SO-#`; without a letter one `#` for each digit, `1042` → `####`, or every number would be a case.
 *  Null for what tells a case from nothing: an example without digits, or of single digits alone. */
export function caseForm(example) {
  const plain = example.replaceAll("#", "").replace(/\s+/g, " ").trim();
  const hasLetters = /\p{L}/u.test(plain);
  const form = plain.replace(hasLetters ? /\d+/g : /\d/g, "#").slice(0, 80);
  return form.includes(hasLetters ? "#" : "##") ? form : null;
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

/** The strict way of naming, in the file and in the settings of a team. The ordinary one is not told. */
export const KNOWN_WORDS = "known_words";

export function header({ workflow, actor, caseExample, naming, version, timeZone, instant, random }) {
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
    ...(naming && { naming }),
  };
}
