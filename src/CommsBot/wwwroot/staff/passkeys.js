// A form with data-passkey asks the device, puts the answer into its field "credential", and is sent as any other form.
// Without WebAuthn, or when the person says no, the form says so and nothing is sent.
const toOptions = { get: 'parseRequestOptionsFromJSON', create: 'parseCreationOptionsFromJSON' };

async function ask(form) {
  const kind = form.dataset.passkey;
  const answer = await fetch(form.dataset.options, { method: 'POST', body: new FormData(form) });
  if (!answer.ok) throw new Error(String(answer.status));
  const publicKey = PublicKeyCredential[toOptions[kind]](await answer.json());
  return navigator.credentials[kind]({ publicKey });
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) continue;
  form.hidden = false;
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const said = form.querySelector('[role=status]');
    said.textContent = '';
    try {
      form.elements.credential.value = JSON.stringify(await ask(form));
      form.submit();
    } catch {
      said.textContent = 'No passkey was used. Try again, or sign in with your password.';
    }
  });
}
