// The ways to attach files: they are picked, pasted or dropped.

/**
 * @param controls The elements: button, input, and overlay, which is visible while files are dragged over the page.
 * @param add The function that gets the files.
 */
export function onFiles({ button, input, overlay }, add) {
  button.addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    add([...input.files]);
    // Without this, picking the same file again fires no change event.
    input.value = '';
  });

  document.addEventListener('paste', event => {
    if (event.clipboardData.files.length > 0) {
      event.preventDefault();
      add([...event.clipboardData.files]);
    }
  });

  const hasFiles = event => event.dataTransfer?.types.includes('Files');
  document.addEventListener('dragover', event => {
    if (hasFiles(event)) {
      event.preventDefault();
      overlay.hidden = false;
    }
  });
  document.addEventListener('dragleave', event => {
    // Without a related target, the pointer left the page.
    if (!event.relatedTarget)
      overlay.hidden = true;
  });
  document.addEventListener('drop', event => {
    overlay.hidden = true;
    if (hasFiles(event)) {
      event.preventDefault();
      add([...event.dataTransfer.files]);
    }
  });
}
