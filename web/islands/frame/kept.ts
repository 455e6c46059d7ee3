/** Copies of shared documents on this device, by person; gone when they sign out: wards share computers. */

export const DOCUMENTS = "consilium:document:";
const MOST_MS = 1500;

export function read(key: string): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

export function write(key: string, value: string): void {
  try {
    if (value) localStorage.setItem(key, value);
    else localStorage.removeItem(key);
  } catch {
    // a browser that keeps nothing is fine: the page says what is not saved
  }
}

export function keys(prefix: string): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

const mine = (person: string): string[] => keys(`${DOCUMENTS}${person}:`);

export const holdsDocuments = (person: string): boolean => mine(person).length > 0;
export const holdsUnsaved = (person: string): boolean => mine(person).some((key) => key.includes(":unsaved:"));

/** Waits a moment for the databases to go; a page that has one open closes it when it hears `forget-documents`. */
export async function forgetDocuments(person: string): Promise<void> {
  dispatchEvent(new Event("forget-documents"));
  const all = mine(person);
  const gone = all.filter((key) => !key.includes(":unsaved:")).map((key) => deleted(`${key}:${read(key)}`));
  all.forEach((key) => write(key, ""));
  await Promise.race([Promise.all(gone), new Promise((done) => setTimeout(done, MOST_MS))]);
}

function deleted(name: string): Promise<void> {
  return new Promise((done) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = () => done();
  });
}
