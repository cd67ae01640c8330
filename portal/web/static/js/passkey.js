// Passkeys: asks the server what to sign, lets the device sign it, and sends the form. Where a browser has none, a
// code is typed instead.
const known = window.PublicKeyCredential?.parseRequestOptionsFromJSON && window.PublicKeyCredential?.parseCreationOptionsFromJSON;

async function signed(form) {
  const asked = await fetch(form.dataset.question, {
    method: "POST",
    body: new URLSearchParams({ csrf_token: form.elements.csrf_token.value }),
  });
  if (!asked.ok || asked.redirected) throw new Error("not asked");
  const options = await asked.json();
  const made = form.dataset.passkey === "create"
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  return JSON.stringify(made.toJSON());
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!known) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const status = form.querySelector("[data-passkey-status]");
    status.textContent = "Your browser asks for your passkey now.";
    try {
      form.elements.passkey.value = await signed(form);
      form.submit();
    } catch {
      status.textContent = "That did not work with your device. Try again, or use a code.";
    }
  });
}
