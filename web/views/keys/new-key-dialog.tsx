import type { NewKey } from '../../api/contract.js';
import { setKey } from '../../api/session.js';
import { Snippet } from '../../components/curl.js';
import { Dialog } from '../../components/dialog.js';
import { toast } from '../../components/toasts.js';

/** The only time that a key is shown. */
export function NewKeyDialog({ made, close }: { readonly made: NewKey; readonly close: () => void }) {
  const use = () => {
    setKey(made.key);
    toast('This tab now asks with the new key');
    close();
  };
  return (
    <Dialog title={`The key for ${made.label}`} close={close}>
      <div class="key-form">
        <p>
          <strong>Copy it now.</strong> It is shown this once; what is stored is its hash. If it is lost, rotate it.
        </p>
        <Snippet text={made.key} name="Copy the key" />
        <p class="note">
          It may: {made.entitlements.join(', ')}. How to use it is under <a href="/connect">Connect</a>.
        </p>
        <div class="problem-ways">
          <button type="button" class="button" onClick={use}>
            Use it in this tab
          </button>
          <button type="button" class="button button-main" onClick={close}>
            I have copied it
          </button>
        </div>
      </div>
    </Dialog>
  );
}
