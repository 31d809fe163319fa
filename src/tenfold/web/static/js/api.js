// The form 'Try it' of the API's description: sends a picture and shows the answer as it comes.

const form = document.querySelector("[data-read]");
const told = form?.querySelector("[data-told]");
const place = form?.querySelector("[data-answer]");

async function tryIt(event) {
  event.preventDefault();
  told.textContent = "Reading …";
  try {
    const answer = await fetch(`${form.dataset.read}?store=false`, {
      method: "POST",
      headers: { "X-CSRFToken": window.tenfold.csrfToken() },
      body: new FormData(form),
    });
    show(answer, await answer.json());
  } catch {
    told.textContent = "The server does not answer. Is it still running?";
    place.hidden = true;
  }
}

function show(answer, body) {
  const { error, text } = body;
  told.textContent = error ? `${answer.status}: ${error.message} ${error.hint}` : said(text);
  place.textContent = written(body);
  place.hidden = false;
}

// As JSON of two spaces, with lists of numbers on one line each.
function written(body) {
  const text = JSON.stringify(body, null, 2);
  return text.replace(/\[([\d.,\se-]+)\]/g, (_, list) => `[${list.trim().split(/,\s+/).join(", ")}]`);
}

function said(text) {
  return text ? `Read: ${text}` : "There is no digit on it.";
}

form?.addEventListener("submit", tryIt);
