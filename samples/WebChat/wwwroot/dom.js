/** Creates an element with properties, attributes (names with a hyphen, and role) and children. */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes('-') || name === 'role')
      node.setAttribute(name, value);
    else
      node[name] = value;
  }
  node.append(...children);
  return node;
}

/** Creates an icon. Its name is that of a symbol in index.html: copy for icon-copy. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('aria-hidden', 'true');
  const use = svg.appendChild(document.createElementNS(svg.namespaceURI, 'use'));
  use.setAttribute('href', `#icon-${name}`);
  return svg;
}

/** Creates a button that copies a text. Browsers allow that on localhost and over HTTPS only. */
export function copyButton(getText) {
  const label = element('span', {}, 'Copy');
  const button = element('button', { type: 'button', className: 'copy', hidden: !navigator.clipboard }, icon('copy'), label);
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(getText());
    label.textContent = 'Copied';
    setTimeout(() => label.textContent = 'Copy', 2000);
  });
  return button;
}
