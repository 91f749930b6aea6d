/**
 * What the command line says of what is wrong, by its English words, in the form of ICU as the words of the page are: `{name}`
 * stands for a value, braces of their own stand within quotes, and so does a quote before a brace.
 */
export const french: Readonly<Record<string, string>> = {
  'A code starts with *, goes on with digits and ends with #, such as "*165#".':
    'Un code commence par *, continue avec des chiffres et finit par #, comme "*165#".',
  '{text} It is made for Node {least} and newer: install one.':
    '{text} payersim est fait pour Node {least} et plus récent : installez-en un.',
  'The native part works: SQLite {loadSqlite}.': 'La partie native fonctionne : SQLite {loadSqlite}.',
  'Port {port} is free.': 'Le port {port} est libre.',
  'Port {port} cannot be used ({code}): choose another with --port.':
    'Le port {port} ne peut pas servir ({code}) : choisissez-en un autre avec --port.',
  'Another program listens on port {port}: choose another port with --port.':
    'Un autre programme écoute sur le port {port} : choisissez un autre port avec --port.',
  'The data stays in memory.': 'Les données restent en mémoire.',
  '{file} is not there yet: payersim serve makes it.': '{file} n’est pas encore là : payersim serve le crée.',
  '{file} has the schema of this payersim, {version}.': '{file} a le schéma de ce payersim, {version}.',
  '{file} has the older schema {version}: payersim serve brings it to {newest}.':
    '{file} a l’ancien schéma {version} : payersim serve le fait passer à {newest}.',
  'No proxy variables are set.': 'Aucune variable de proxy n’est définie.',
  '{names} is set, and NO_PROXY leaves this machine out.':
    '{names} est définie, et NO_PROXY laisse cette machine de côté.',
  '{names} are set, and NO_PROXY leaves this machine out.':
    '{names} sont définies, et NO_PROXY laisse cette machine de côté.',
  '{names} is set: programs that heed it send their calls for payersim to that proxy. Set NO_PROXY=127.0.0.1,localhost.':
    '{names} est définie : les programmes qui en tiennent compte envoient à ce proxy leurs appels pour payersim. Définissez NO_PROXY=127.0.0.1,localhost.',
  '{names} are set: programs that heed it send their calls for payersim to that proxy. Set NO_PROXY=127.0.0.1,localhost.':
    '{names} sont définies : les programmes qui en tiennent compte envoient à ce proxy leurs appels pour payersim. Définissez NO_PROXY=127.0.0.1,localhost.',
  'A browser for the phones page: {found}.': 'Un navigateur pour la page des téléphones : {found}.',
  'No browser was found for the phones page. A phone in the terminal needs none: payersim dial.':
    'Aucun navigateur n’a été trouvé pour la page des téléphones. Un téléphone dans le terminal n’en a pas besoin : payersim dial.',
  'A trial approval ended as {status} with {callbacks} callbacks: please report it.':
    'Une approbation d’essai a fini en {status} avec {callbacks} rappels : merci de le signaler.',
  'A trial approval works: asked, approved by PIN, paid, called back, in {took} ms.':
    'Une approbation d’essai fonctionne : demandée, approuvée par PIN, payée, rappelée, en {took} ms.',
  'No approval works here yet. Do what stands after "wrong", and run this again.':
    'Aucune approbation ne fonctionne encore ici. Faites ce qui suit « wrong », et relancez ceci.',
  'A depth is a number from 1 to 9999.': 'Une profondeur est un nombre de 1 à 9999.',
  '{url} is no http or https URL.': '{url} n’est pas une URL http ou https.',
  '--world goes with --url: the situations of the payer’s app are in the built-in world.':
    '--world va avec --url : les situations de l’application du payeur sont dans le monde intégré.',
  'The health route answered {status}.': 'La route de santé a répondu {status}.',
  'Give a duration, such as PT30S.': 'Donnez une durée, comme PT30S.',
  'A port is a number from 0 to 65535.': 'Un port est un nombre de 0 à 65535.',
  '--provider {file}: there is no such file.': '--provider {file} : ce fichier n’existe pas.',
  '--provider {file} cannot be loaded: {error}. TypeScript needs Node 22.18 or newer.':
    '--provider {file} ne peut pas être chargé : {error}. TypeScript demande Node 22.18 ou plus récent.',
  '--provider {file} cannot be loaded: {error}.': '--provider {file} ne peut pas être chargé : {error}.',
  "--provider {file} exports no provider. Write: export default '{' name, title, server '}'.":
    "--provider {file} n’exporte pas de fournisseur. Écrivez : export default '{' name, title, server '}'.",
  '--ready-file names no file. Give a path, such as ready.json.':
    '--ready-file ne nomme aucun fichier. Donnez un chemin, comme ready.json.',
  'There is no folder {folder} for --ready-file {path}. Make it, or name another file.':
    'Il n’y a pas de dossier {folder} pour --ready-file {path}. Créez-le, ou nommez un autre fichier.',
  '--ready-file {path} is not a file. Name a file, such as ready.json.':
    '--ready-file {path} n’est pas un fichier. Nommez un fichier, comme ready.json.',
  '--ready-file {path} was not written by payersim serve. Name another file, or remove it.':
    '--ready-file {path} n’a pas été écrit par payersim serve. Nommez un autre fichier, ou supprimez celui-là.',
  '{set} is set and {missing} is not. Set both to send SMS by the real Africa’s Talking, or neither.':
    '{set} est définie et {missing} ne l’est pas. Définissez les deux pour envoyer des SMS par le vrai Africa’s Talking, ou aucune.',
  '{flag} goes with --at-sandbox. Add that, or leave it out.':
    '{flag} va avec --at-sandbox. Ajoutez cette option, ou enlevez {flag}.',
  '--at-sandbox needs {flag}: {what}.': '--at-sandbox a besoin de {flag} : {what}.',
  'No script can be written to {folder}: {refusal}. Name another with --folder.':
    'Aucun script ne peut être écrit dans {folder} : {refusal}. Nommez un autre dossier avec --folder.',
  'Recording {url}. Ctrl-C ends, and writes {file}.':
    'Enregistrement de {url}. Ctrl-C y met fin, et écrit {file}.',
  'Nothing differs from {written}.': 'Rien ne diffère de {written}.',
  'The script that is there differs, and stays. This recording is in {written}; --force writes over.':
    'Le script qui est là diffère, et reste. Cet enregistrement est dans {written} ; --force écrase l’ancien.',
  '--forward is for --sealed: without it a command reaches everything anyway.':
    '--forward est fait pour --sealed : sans elle, une commande atteint tout de toute façon.',
  'An app is a service code, = and its URL, such as "*384*7#=http://127.0.0.1:3000/ussd".':
    'Une application est un code de service, = et son URL, comme "*384*7#=http://127.0.0.1:3000/ussd".',
  '{code} is given twice, and one app answers it.':
    '{code} est donné deux fois, et une seule application y répond.',
  "--app {serviceCode}: that is the payer's own app. Give yours another code.":
    '--app {serviceCode} : c’est l’application du payeur lui-même. Donnez un autre code à la vôtre.',
  'Give a whole number, such as 8.': 'Donnez un nombre entier, comme 8.',
  'Give a duration, such as PT5M, or forever.': 'Donnez une durée, comme PT5M, ou forever.',
  '--data names no file. Give a path, or :memory:.':
    '--data ne nomme aucun fichier. Donnez un chemin, ou :memory:.',
  'Jobs are a number from 1 to 99.': 'Les tâches sont un nombre de 1 à 99.',
  '--grep {grep}: this is no regular expression. Put a \\ before ( ) [ ] * + ? to mean themselves.':
    '--grep {grep} : ce n’est pas une expression régulière. Mettez un \\ devant ( ) [ ] * + ? pris pour eux-mêmes.',
  '--watch tells people what it plays, again and again. Leave --reporter junit out.':
    '--watch raconte à des personnes ce qu’il joue, encore et encore. Enlevez --reporter junit.',
  '--grep {grep}: no script has such a name.': '--grep {grep} : aucun script n’a un tel nom.',
  'There are list, open and end.': 'Il y a list, open et end.',
  'Did you mean {near}?': 'Vouliez-vous dire {near} ?',
  'There is no command "worlds {word}". There are list, open and end.':
    'Il n’y a pas de commande "worlds {word}". Il y a list, open et end.',
  'There is no command "worlds {word}". Did you mean {near}?':
    'Il n’y a pas de commande "worlds {word}". Vouliez-vous dire {near} ?',
  'The world {name} has ended.': 'Le monde {name} est terminé.',
  '{folder} is no JSON: {error}. Mend it first.':
    '{folder} n’est pas du JSON : {error}. Corrigez-le d’abord.',
  'Did you mean {meant}?': 'Vouliez-vous dire {meant} ?',
  '--environment {environment}: the built-in world has no shop there. There are {value}.':
    '--environment {environment} : le monde intégré n’y a pas de boutique. Il y a {value}.',
  '--environment {environment}: the built-in world has no shop there. Did you mean {meant}?':
    '--environment {environment} : le monde intégré n’y a pas de boutique. Vouliez-vous dire {meant} ?',
  '{others} {subject} there already, so nothing was written. Move {them} away, or write over {them2} with --force.':
    'Déjà là, donc rien n’a été écrit : {others}. Déplacez, ou écrasez avec --force.',
  'The command made no call to a vendor’s host on port 443 or 80.':
    'La commande n’a fait aucun appel à l’hôte d’un fournisseur sur le port 443 ou 80.',
  'The call to {host} of {title} was refused, and not sent to the vendor: payersim answers for {names}.':
    'L’appel à {host} de {title} a été refusé, et n’a pas été envoyé au fournisseur : payersim répond pour {names}.',
  'The call to {host} of {title} was refused, and not sent to the vendor: payersim answers on ports 443 and 80.':
    'L’appel à {host} de {title} a été refusé, et n’a pas été envoyé au fournisseur : payersim répond sur les ports 443 et 80.',
  'The call to {host} of no vendor was refused, and not sent to the vendor: payersim answers for {names}.':
    'L’appel à {host}, d’aucun fournisseur, a été refusé, et n’a pas été envoyé : payersim répond pour {names}.',
  'The call to {host} of no vendor was refused, and not sent to the vendor: payersim answers on ports 443 and 80.':
    'L’appel à {host}, d’aucun fournisseur, a été refusé, et n’a pas été envoyé : payersim répond sur les ports 443 et 80.',
  'The call to {host}:{port} of {title} was refused, and not sent to the vendor: payersim answers for {names}.':
    'L’appel à {host}:{port} de {title} a été refusé, et n’a pas été envoyé au fournisseur : payersim répond pour {names}.',
  'The call to {host}:{port} of {title} was refused, and not sent to the vendor: payersim answers on ports 443 and 80.':
    'L’appel à {host}:{port} de {title} a été refusé, et n’a pas été envoyé au fournisseur : payersim répond sur les ports 443 et 80.',
  'The call to {host}:{port} of no vendor was refused, and not sent to the vendor: payersim answers for {names}.':
    'L’appel à {host}:{port}, d’aucun fournisseur, a été refusé, et n’a pas été envoyé : payersim répond pour {names}.',
  'The call to {host}:{port} of no vendor was refused, and not sent to the vendor: payersim answers on ports 443 and 80.':
    'L’appel à {host}:{port}, d’aucun fournisseur, a été refusé, et n’a pas été envoyé : payersim répond sur les ports 443 et 80.',
  'The call to {host}:{port} was not passed on: it came from another user’s program, or from a system that does not tell whose it was, and without the password in HTTPS_PROXY.':
    'L’appel à {host}:{port} n’a pas été transmis : il venait du programme d’un autre utilisateur, ou d’un système qui ne dit pas de qui il est, et sans le mot de passe de HTTPS_PROXY.',
  'The command made no call to a vendor’s host.':
    'La commande n’a fait aucun appel à l’hôte d’un fournisseur.',
  'If it should have made one, its client goes around the proxy, and may have reached the real vendor. Give the client the base URL {href}, or use --sealed on Linux; docs/run.md says for each runtime what can be held back.':
    'Si elle aurait dû en faire un, son client contourne le proxy, et a peut-être atteint le vrai fournisseur. Donnez au client l’URL de base {href}, ou utilisez --sealed sous Linux ; docs/run.md dit pour chaque environnement ce qui peut être retenu.',
  'There is no command "{command}". Is it in PATH?':
    'Il n’y a pas de commande "{command}". Est-elle dans le PATH ?',
  '"{command}" may not be run. Is it a program?':
    '"{command}" ne peut pas être exécuté. Est-ce un programme ?',
  'The proxy {protocol} is of a kind that payersim run cannot go through.':
    'Le proxy {protocol} est d’une sorte que payersim run ne sait pas traverser.',
  'The proxy {named} is of a kind that payersim run cannot go through.':
    'Le proxy {named} est d’une sorte que payersim run ne sait pas traverser.',
  '{target} cannot be reached ({error}).': '{target} est injoignable ({error}).',
  '"{authority}" is no host.': '"{authority}" n’est pas un hôte.',
  '"{url}" is no host and port.': '"{url}" n’est pas un hôte et un port.',
  '{host}:{port} cannot be reached ({error}).': '{host}:{port} est injoignable ({error}).',
  '"{text}" is no simulator’s address. Give one such as http://127.0.0.1:4000, or a world of it: http://127.0.0.1:4000/w/suite-1.':
    '"{text}" n’est pas l’adresse d’un simulateur. Donnez-en une comme http://127.0.0.1:4000, ou celle d’un de ses mondes : http://127.0.0.1:4000/w/suite-1.',
  '"{href}" names the worlds {name} and {other}. Name one of them.':
    '"{href}" nomme les mondes {name} et {other}. Nommez-en un.',
  'No simulator answers at {origin} ({why}). Start one in another terminal with `payersim serve`, or give its address with --url.':
    'Aucun simulateur ne répond à {origin} ({why}). Lancez-en un dans un autre terminal avec `payersim serve`, ou donnez son adresse avec --url.',
  'The simulator at {origin} does not tell which hosts it has (GET /_sim/providers: {status}): it is older than this payersim run. Use the same version of payersim for both.':
    'Le simulateur à {origin} ne dit pas quels hôtes il a (GET /_sim/providers : {status}) : il est plus ancien que ce payersim run. Prenez la même version de payersim pour les deux.',
  'The simulator at {origin} tells hosts that cannot be redirected (GET /_sim/providers, {path}: {message}). If the provider is yours, correct its hosts; else use the same version of payersim for both.':
    'Le simulateur à {origin} donne des hôtes qui ne peuvent pas être détournés (GET /_sim/providers, {path} : {message}). Si le fournisseur est à vous, corrigez ses hôtes ; sinon prenez la même version de payersim pour les deux.',
  '{host} has no {path}.': '{host} n’a pas de {path}.',
  '--forward {text}: {why}. Give a port of this machine such as 5432, or a name and its port such as db.example:5432.':
    '--forward {text} : {why}. Donnez un port de cette machine comme 5432, ou un nom et son port comme db.example:5432.',
  'The command listens on port {port}, and so does a program outside: what calls 127.0.0.1:{port2} from outside, such as a callback, reaches that program. Stop it, or let the command choose another port.':
    'La commande écoute sur le port {port}, et un programme extérieur aussi : ce qui appelle 127.0.0.1:{port2} de l’extérieur, comme un rappel, atteint ce programme. Arrêtez-le, ou laissez la commande choisir un autre port.',
  'Port {port}, on which the command listens, cannot be opened outside ({code}): no callback reaches it.':
    'Le port {port}, sur lequel la commande écoute, ne peut pas être ouvert à l’extérieur ({code}) : aucun rappel ne l’atteint.',
  'Port {port}, on which the command listens, cannot be opened outside ({message}): no callback reaches it.':
    'Le port {port}, sur lequel la commande écoute, ne peut pas être ouvert à l’extérieur ({message}) : aucun rappel ne l’atteint.',
  'The command was not started, since it cannot be sealed here: {why}.\nWithout --sealed nothing holds back a program that heeds no proxy variable, such as a static binary, or a client that names its own roots or looks names up by itself: it would reach the real vendor.\nTo go on: `payersim run -- COMMAND` for the runtimes that docs/run.md lists; `payersim serve --tls` for programs and containers that take a base URL; or --sealed in a Linux machine, container or CI job.':
    'La commande n’a pas été lancée, car elle ne peut pas être isolée ici : {why}.\nSans --sealed, rien ne retient un programme qui ignore les variables de proxy, comme un exécutable statique, ou un client qui nomme ses propres racines ou cherche lui-même les noms : il atteindrait le vrai fournisseur.\nPour continuer : `payersim run -- COMMAND` pour les environnements que donne docs/run.md ; `payersim serve --tls` pour les programmes et les conteneurs qui acceptent une URL de base ; ou --sealed sur une machine, dans un conteneur ou un job de CI sous Linux.',
  'The world has no account "{account}" of Africa\'s Talking. It has: {known}.':
    'Le monde n’a pas de compte "{account}" d’Africa’s Talking. Il a : {known}.',
  'No session script is here. Name a .yaml file, a folder or a pattern.':
    'Il n’y a pas de script de session ici. Nommez un fichier .yaml, un dossier ou un motif.',
  '{path} is a folder.': '{path} est un dossier.',
  'This screen has no options: answer it with types.': 'Cet écran n’a pas d’options : répondez-y avec types.',
  'Did you mean chooses: {near}?': 'Vouliez-vous dire chooses: {near} ?',
  'The nearest option is {near}.': 'L’option la plus proche est {near}.',
  'The text is there, but the session goes on: write shows.':
    'Le texte est là, mais la session continue : écrivez shows.',
  'The text is there, but the session is over: write ends.':
    'Le texte est là, mais la session est finie : écrivez ends.',
  'The text is there, but the session broke: write breaks: {status}.':
    'Le texte est là, mais la session s’est rompue : écrivez breaks: {status}.',
  'The nearest line is {near}.': 'La ligne la plus proche est {near}.',
  'Line {at} differs: no more was expected, and the screen has no such line.':
    'La ligne {at} diffère : rien de plus n’était attendu, et l’écran n’a pas cette ligne.',
  'Line {at} differs: no more was expected, and the screen has {seen}.':
    'La ligne {at} diffère : rien de plus n’était attendu, et l’écran a {seen}.',
  'Line {at} differs: {expected} was expected, and the screen has no such line.':
    'La ligne {at} diffère : {expected} était attendu, et l’écran n’a pas cette ligne.',
  'Line {at} differs: {expected} was expected, and the screen has {seen}.':
    'La ligne {at} diffère : {expected} était attendu, et l’écran a {seen}.',
  'The step before it has to bring a callback about, and it has to match.':
    'L’étape d’avant doit provoquer un rappel, et celui-ci doit correspondre.',
  'Unknown word "{word}" in {title}{word2}.': 'Mot inconnu "{word}" dans {title}{word2}.',
  '"{name}" is the {maker} {place}, and this is about a {maker2}.':
    '"{name}" est {maker} {place}, et ceci concerne {maker2}.',
  '"{name}" was undone by the restore {restore}.': '"{name}" a été défait par le restore {restore}.',
  'No {maker} before this step is named "{name}"{name2}.':
    'Aucun {maker} avant cette étape ne s’appelle "{name}"{name2}.',
  'A step is empty; write a word and its value.': 'Une étape est vide ; écrivez un mot et sa valeur.',
  '"{needing}" needs a phone. Name one in this step or before it: phone: "+46733000001".':
    '"{needing}" a besoin d’un téléphone. Nommez-en un dans cette étape ou avant : phone: "+46733000001".',
  'No snapshot before this step is named "{restore}"{restore2}.':
    'Aucun instantané avant cette étape ne s’appelle "{restore}"{restore2}.',
  '"phone" stands alone: nothing is done with {phone}, and nothing is looked at. Add what it does or shows, such as prompted: true.':
    '"phone" se tient seul : rien n’est fait avec {phone}, et rien n’est regardé. Ajoutez ce qu’il fait ou montre, comme prompted: true.',
  "\"{text}\" has braces that do not match. A variable is written '{{'pin'}}'.":
    "\"{text}\" a des accolades qui ne vont pas ensemble. Une variable s’écrit '{{'pin'}}'.",
  "'{{'pin'}}' needs a phone before it.": "'{{'pin'}}' a besoin d’un téléphone avant.",
  "'{{'sms.code'}}' needs an sms in a step before it.":
    "'{{'sms.code'}}' a besoin d’un sms dans une étape avant.",
  "'{{'email.code'}}' needs an email in a step before it.":
    "'{{'email.code'}}' a besoin d’un email dans une étape avant.",
  '"use" names a file beside this script, which is read from a text here. Read it from its file.':
    '"use" nomme un fichier à côté de ce script, qui est ici lu d’un texte. Lisez-le depuis son fichier.',
  'The file is empty. A script has "session", its name, and "steps", a list.':
    'Le fichier est vide. Un script a "session", son nom, et "steps", une liste.',
  'There is no such file.': 'Ce fichier n’existe pas.',
  'The file cannot be read: {message}.': 'Le fichier ne peut pas être lu : {message}.',
  'The file cannot be read: {cause}.': 'Le fichier ne peut pas être lu : {cause}.',
  'No phone is in hand. Name one in this step or before it: phone: "+46733000001".':
    'Aucun téléphone n’est en main. Nommez-en un dans cette étape ou avant : phone: "+46733000001".',
  'Nothing was made under the name "{name}".': 'Rien n’a été fait sous le nom "{name}".',
  'Where it may be so, write "allow: [{fault}]" below "session:".':
    'Là où c’est permis, écrivez "allow: [{fault}]" sous "session:".',
  'The {what} that was read last has no code of 4 to 8 digits, or none was read.':
    'Le dernier {what} lu n’a pas de code de 4 à 8 chiffres, ou aucun n’a été lu.',
  'The provider {provider} has {word} as a word of scripts. Write it in small letters, such as "pay-out".':
    'Le fournisseur {provider} a {word} comme mot de script. Écrivez-le en petites lettres, comme "pay-out".',
  'The word "{word}" of the provider {provider} is a word of scripts already. Begin yours with {provider2}-.':
    'Le mot "{word}" du fournisseur {provider} est déjà un mot de script. Faites commencer les vôtres par {provider2}-.',
  'If this is right, add ends: {line}.': 'Si c’est juste, ajoutez ends: {line}.',
  'If this is right, add breaks: {status}.': 'Si c’est juste, ajoutez breaks: {status}.',
  'This did not come to an end within {seconds} seconds of real time.':
    'Ceci n’a pas fini en {seconds} secondes de temps réel.',
  'The world was reset or restored meanwhile. Record again, without that.':
    'Le monde a été réinitialisé ou restauré entre-temps. Enregistrez de nouveau, sans cela.',
  'Nothing happened that a script can hold. Dial, or ask a phone for money, meanwhile.':
    'Rien ne s’est passé qu’un script puisse contenir. Composez un code, ou demandez de l’argent à un téléphone, pendant ce temps.',
  'The world was restored to "{name}", which was taken before the recording. Record again, without that.':
    'Le monde a été ramené à "{name}", qui a été pris avant l’enregistrement. Enregistrez de nouveau, sans cela.',
  'The file is not UTF-8 text. It is UTF-16: save it as UTF-8.':
    'Le fichier n’est pas du texte UTF-8. Il est en UTF-16 : enregistrez-le en UTF-8.',
  'The file is not UTF-8 text. The byte {byte} here is of another encoding: save it as UTF-8.':
    'Le fichier n’est pas du texte UTF-8. L’octet {byte} est ici d’un autre codage : enregistrez-le en UTF-8.',
  'The file is not UTF-8 text. The byte {byte} here is of another encoding, perhaps ISO-8859-1: save it as UTF-8.':
    'Le fichier n’est pas du texte UTF-8. L’octet {byte} est ici d’un autre codage, peut-être ISO-8859-1 : enregistrez-le en UTF-8.',
  "Write a variable in quotes: \"'{{'pin'}}'\".": "Écrivez une variable entre guillemets : \"'{{'pin'}}'\".",
  'Write a text with them in quotes.': 'Écrivez entre guillemets un texte qui en contient.',
  "Braces mean something of their own in YAML. Write a variable in quotes: \"'{{'pin'}}'\".":
    "Les accolades ont un sens à elles en YAML. Écrivez une variable entre guillemets : \"'{{'pin'}}'\".",
  'Braces mean something of their own in YAML. Write a text with them in quotes.':
    'Les accolades ont un sens à elles en YAML. Écrivez entre guillemets un texte qui en contient.',
  'Aliases stand for so much here that the file cannot be unfolded. Write out what is meant.':
    'Les alias représentent tant de choses ici que le fichier ne peut pas être déplié. Écrivez en toutes lettres ce qui est voulu.',
  '{word} means something of its own in YAML as it stands here. Write it in quotes: "{word2}".':
    '{word} a un sens à lui en YAML tel qu’il est ici. Écrivez-le entre guillemets : "{word2}".',
  'A second document begins here. Write one {holds} to a file.':
    'Un second document commence ici. Écrivez un seul {holds} par fichier.',
  'A tab indents this line. YAML indents with spaces only.':
    'Une tabulation indente cette ligne. YAML n’indente qu’avec des espaces.',
  'Lists or maps stand too deep in one another here.':
    'Ici des listes ou des tables sont imbriquées trop profondément.',
  'This is no YAML: {message}.': 'Ce n’est pas du YAML : {message}.',
  'The disk of {path} is full: nothing was written. Free some space on it; payersim then goes on by itself.':
    'Le disque de {path} est plein : rien n’a été écrit. Libérez-y de la place ; payersim continue ensuite de lui-même.',
  'The disk of {path} fails ({code}: {error}): nothing was written. Look at that disk, or stop payersim and name a file on another with --data.':
    'Le disque de {path} est en panne ({code} : {error}) : rien n’a été écrit. Examinez ce disque, ou arrêtez payersim et nommez avec --data un fichier sur un autre.',
  '{path} can no longer be written ({code}: {error}). Make it, its folder and its disk writable; payersim then goes on by itself.':
    '{path} ne peut plus être écrit ({code} : {error}). Rendez le fichier, son dossier et son disque accessibles en écriture ; payersim continue ensuite de lui-même.',
  'The data file {path} is damaged ({how}). Put a copy in its place while payersim is stopped{path2}, or name another with --data.':
    'Le fichier de données {path} est endommagé ({how}). Mettez une copie à sa place pendant que payersim est arrêté{path2}, ou nommez-en un autre avec --data.',
  'The data file {path} cannot be read: {error}. Name another with --data.':
    'Le fichier de données {path} ne peut pas être lu : {error}. Nommez-en un autre avec --data.',
  '{shown} has nothing of payersim yet: payersim serve makes its schemas.':
    '{shown} n’a encore rien de payersim : payersim serve crée ses schémas.',
  '{shown} has the schema of this payersim, {version}.': '{shown} a le schéma de ce payersim, {version}.',
  '{shown} has the older schema {version}: payersim serve brings it to {newest}.':
    '{shown} a l’ancien schéma {version} : payersim serve l’amène à {newest}.',
  '{value} has a NUL character (U+0000), which no text in PostgreSQL may have. Leave it out.':
    '{value} a un caractère NUL (U+0000), qu’aucun texte de PostgreSQL ne peut avoir. Laissez-le de côté.',
  '{text} is too large to be held exactly.': '{text} est trop grand pour être tenu exactement.',
  'The database {place} is PostgreSQL {said}; payersim needs 13 or newer. Name a newer server.':
    'La base {place} est un PostgreSQL {said} ; payersim demande la version 13 ou plus récente. Nommez un serveur plus récent.',
  "The database {place} is encoded in {encoding}; payersim needs UTF8: CREATE DATABASE payersim ENCODING 'UTF8' TEMPLATE template0.":
    "La base {place} est encodée en {encoding} ; payersim demande UTF8 : CREATE DATABASE payersim ENCODING 'UTF8' TEMPLATE template0.",
  'The database {place} can only be read: it may be a standby. Name the primary, or allow writing.':
    'La base {place} ne peut être que lue : c’est peut-être un serveur de secours. Nommez le serveur primaire, ou permettez d’écrire.',
  "The database {description} has a schema {prefix} that is not payersim's; it was left as it is. Name another prefix of schemas with ?schema=NAME at the end of the connection string, or another database.":
    'La base {description} a un schéma {prefix} qui n’est pas de payersim ; il est resté tel quel. Nommez un autre préfixe de schémas par ?schema=NOM à la fin de la chaîne de connexion, ou une autre base.',
  'The database {place} was written by a newer payersim (schema {version}, this one knows {schema}); it was left as it is. Update payersim on this node.':
    'La base {place} a été écrite par un payersim plus récent (schéma {version}, celui-ci connaît {schema}) ; elle est restée telle quelle. Mettez payersim à jour sur ce nœud.',
  'The user {name} may make no schemas in the database {place}. Let the owner of the database run: GRANT CREATE ON DATABASE {database} TO {name2};':
    'L’utilisateur {name} ne peut pas créer de schémas dans la base {place}. Que le propriétaire de la base lance : GRANT CREATE ON DATABASE {database} TO {name2};',
  'The database {place} does not let this user do that ({why}). Name the user who made its schemas, or another prefix of schemas with ?schema=NAME at the end of the connection string.':
    'La base {place} ne permet pas cela à cet utilisateur ({why}). Nommez l’utilisateur qui a créé ses schémas, ou un autre préfixe de schémas par ?schema=NOM à la fin de la chaîne de connexion.',
  'The database {place} does not let this user in ({why}). Check the user and the password in the connection string, and pg_hba.conf on the server.':
    'La base {place} n’admet pas cet utilisateur ({why}). Vérifiez l’utilisateur et le mot de passe de la chaîne de connexion, et pg_hba.conf sur le serveur.',
  "There is no such database: {place} ({why}). Name another, or make it: CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0;":
    "Il n’y a pas de telle base : {place} ({why}). Nommez-en une autre, ou créez-la : CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0;",
  'Other nodes use the database {place} with another world than this one has. Start this node with their world file, or name another prefix of schemas with ?schema=NAME at the end of the connection string. To change the world for all, stop those nodes first; one that was killed counts for three seconds more.':
    'D’autres nœuds utilisent la base {place} avec un autre monde que celui-ci. Démarrez ce nœud avec leur fichier de monde, ou nommez un autre préfixe de schémas par ?schema=NOM à la fin de la chaîne de connexion. Pour changer de monde partout, arrêtez d’abord ces nœuds ; un nœud tué compte encore trois secondes.',
  'The connection string of PostgreSQL cannot be used: {why}.':
    'La chaîne de connexion de PostgreSQL ne peut pas servir : {why}.',
  "The database {place} did not let this node write in time ({why}): another node holds its world, and may be stopped. Nothing was written. The server ends that node's turn; payersim then goes on by itself.":
    'La base {place} n’a pas laissé ce nœud écrire à temps ({why}) : un autre nœud tient son monde, et est peut-être arrêté. Rien n’a été écrit. Le serveur met fin au tour de ce nœud ; payersim continue ensuite de lui-même.',
  'The database {place} has no room ({why}): nothing was written. Free some on its server; payersim then goes on by itself.':
    'La base {place} n’a plus de place ({why}) : rien n’a été écrit. Libérez-en sur son serveur ; payersim continue ensuite de lui-même.',
  'The database {place} can only be read ({why}). Name one that can be written: after a failover, the new primary.':
    'La base {place} ne peut être que lue ({why}). Nommez-en une qui peut être écrite : après une bascule, le nouveau serveur primaire.',
  'The database {place} cannot be reached ({why}). Nothing that was not answered was written. See that it runs and lets this machine in; payersim then goes on by itself.':
    'La base {place} est injoignable ({why}). Rien de ce qui est resté sans réponse n’a été écrit. Veillez à ce qu’elle tourne et admette cette machine ; payersim continue ensuite de lui-même.',
  '{length} rows refer to rows that are missing; the first is row {rowid} of {table}, which refers to {parent}.':
    '{length} lignes renvoient à des lignes qui manquent ; la première est la ligne {rowid} de {table}, qui renvoie à {parent}.',
  '{path} was written by a newer payersim (schema {version}, this one knows {schema}); it was left as it is. Update payersim, or name another file with --data.':
    '{path} a été écrit par un payersim plus récent (schéma {version}, celui-ci connaît {schema}) ; il est resté tel quel. Mettez payersim à jour, ou nommez un autre fichier avec --data.',
  'The data file {path} cannot be used: {error}. Name another with --data.':
    'Le fichier de données {path} ne peut pas servir : {error}. Nommez-en un autre avec --data.',
  'The data file {path} cannot be opened: {error}. Name a place where files can be written, with --data.':
    'Le fichier de données {path} ne peut pas être ouvert : {error}. Nommez avec --data un endroit où des fichiers peuvent être écrits.',
  'The data file {path} cannot be made: {error}. Name a place where files can be written, with --data.':
    'Le fichier de données {path} ne peut pas être créé : {error}. Nommez avec --data un endroit où des fichiers peuvent être écrits.',
  'No data file can be made at {path}: its folder is missing or not writable.':
    'Aucun fichier de données ne peut être créé à {path} : son dossier manque ou n’est pas accessible en écriture.',
  '{path} is not a file. Name a data file with --data.':
    '{path} n’est pas un fichier. Nommez un fichier de données avec --data.',
  '{path} is not a payersim data file; it was left as it is. Name another with --data.':
    '{path} n’est pas un fichier de données de payersim ; il est resté tel quel. Nommez-en un autre avec --data.',
  '{path} is read-only. Make it writable, or name another file with --data.':
    '{path} est en lecture seule. Rendez-le accessible en écriture, ou nommez un autre fichier avec --data.',
  'The native part of payersim, better-sqlite3, was not built, because its install script did not run: {place}.':
    'La partie native de payersim, better-sqlite3, n’a pas été construite, car son script d’installation n’a pas tourné : {place}.',
  'The native part of payersim, better-sqlite3, is not there for {platform} on {arch}: {place}, which is compiled as it is installed.':
    'La partie native de payersim, better-sqlite3, n’existe pas pour {platform} sur {arch} : {place}, qui se compile à l’installation.',
  'The native part of payersim, better-sqlite3, was built for another Node than this {version} (NODE_MODULE_VERSION {built}, not {modules}): {place} with this Node.':
    'La partie native de payersim, better-sqlite3, a été construite pour un autre Node que ce {version} (NODE_MODULE_VERSION {built}, et non {modules}) : {place} avec ce Node.',
  'The native part of payersim, better-sqlite3, cannot be loaded here ({value}): set XDG_CACHE_HOME to a folder of yours on a disk that is not mounted with noexec.':
    'La partie native de payersim, better-sqlite3, ne peut pas être chargée ici ({value}) : faites pointer XDG_CACHE_HOME vers un dossier à vous sur un disque qui n’est pas monté avec noexec.',
  'The native part of payersim, better-sqlite3, cannot be loaded here ({value}): {place} on this machine.':
    'La partie native de payersim, better-sqlite3, ne peut pas être chargée ici ({value}) : {place} sur cette machine.',
  '{path} was locked for {longestLockMs} s: the process {holders} holds its lock for writing, and may be stopped or frozen. Nothing was written. Let that process go on or end it; payersim then goes on by itself.':
    '{path} est resté verrouillé {longestLockMs} s : le processus {holders} tient son verrou d’écriture, et est peut-être arrêté ou gelé. Rien n’a été écrit. Laissez ce processus continuer ou mettez-y fin ; payersim continue ensuite de lui-même.',
  '{path} was locked for {longestLockMs} s: another process holds its lock for writing, and may be stopped or frozen. Nothing was written. Let that process go on or end it; payersim then goes on by itself.':
    '{path} est resté verrouillé {longestLockMs} s : un autre processus tient son verrou d’écriture, et est peut-être arrêté ou gelé. Rien n’a été écrit. Laissez ce processus continuer ou mettez-y fin ; payersim continue ensuite de lui-même.',
  '{missing} was removed or replaced while payersim has it open: nothing is written any more.':
    '{missing} a été supprimé ou remplacé pendant que payersim l’a ouvert : plus rien n’est écrit.',
  '{missing} was removed or replaced while payersim has it open: nothing is written any more. Stop payersim, put the file back or name another with --data, and start it again.':
    '{missing} a été supprimé ou remplacé pendant que payersim l’a ouvert : plus rien n’est écrit. Arrêtez payersim, remettez le fichier ou nommez-en un autre avec --data, et relancez-le.',
  '{missing} was removed or replaced while payersim has it open: nothing is written any more. What was acknowledged is in {path}. Start payersim again.':
    '{missing} a été supprimé ou remplacé pendant que payersim l’a ouvert : plus rien n’est écrit. Ce qui a été confirmé est dans {path}. Relancez payersim.',
  '{missing} was removed or replaced while payersim has it open: nothing is written any more. What was acknowledged last may be in this process alone: do not kill it, stop it with SIGTERM. Then start it again.':
    '{missing} a été supprimé ou remplacé pendant que payersim l’a ouvert : plus rien n’est écrit. Ce qui a été confirmé en dernier n’est peut-être que dans ce processus : ne le tuez pas, arrêtez-le avec SIGTERM. Relancez-le ensuite.',
  'There is no {key} in {field}.': 'Il n’y a pas de {key} dans {field}.',
  'There is no {key} in {field}. Did you mean {near}?':
    'Il n’y a pas de {key} dans {field}. Vouliez-vous dire {near} ?',
  'There is no {key}.': 'Il n’y a pas de {key}.',
  'There is no {key}. Did you mean {near}?': 'Il n’y a pas de {key}. Vouliez-vous dire {near} ?',
  'The certificate file {path} cannot be used: {why}.':
    'Le fichier de certificats {path} ne peut pas servir : {why}.',
  '{text} is no time. Write one with its zone, such as 2026-01-05T09:00:00Z.':
    '{text} n’est pas une heure. Écrivez-en une avec son fuseau, comme 2026-01-05T09:00:00Z.',
  '{text} is no day. Write one such as 2026-01-05.':
    '{text} n’est pas un jour. Écrivez-en un comme 2026-01-05.',
  'The period from {from} to {to} is empty: "to" is not part of it.':
    'La période de {from} à {to} est vide : "to" n’en fait pas partie.',
  'No currency {currency} in ISO 4217. Use a code such as EUR.':
    'Il n’y a pas de devise {currency} dans ISO 4217. Prenez un code comme EUR.',
  '{text} is no amount. Write digits and a point, such as 12.50.':
    '{text} n’est pas un montant. Écrivez des chiffres et un point, comme 12.50.',
  '{text} {currency} has more than {exponent} decimals.': '{text} {currency} a plus de {exponent} décimales.',
  'An amount is more than zero.': 'Un montant est plus grand que zéro.',
  '{text} {currency} is more than {largest}, the largest amount.':
    '{text} {currency} dépasse {largest}, le plus grand montant.',
  'The world file {path} cannot be read: {why}.': 'Le fichier de monde {path} ne peut pas être lu : {why}.',
  'No environment {environment}. There are {known}.':
    'Il n’y a pas d’environnement {environment}. Il y a {known}.',
  '{alias} is given twice. A phone, address or code belongs to one person.':
    '{alias} est donné deux fois. Un téléphone, une adresse ou un code n’appartient qu’à une personne.',
  '{text} is no time at all. Give a second or more.':
    '{text}, ce n’est aucun temps. Donnez une seconde ou plus.',
  "{code} is the payer's own app. Give that another with payerApp.serviceCode.":
    '{code} est l’application du payeur lui-même. Donnez-lui-en un autre avec payerApp.serviceCode.',
  'The username {username} is given twice. Give each account one of its own.':
    'Le nom d’utilisateur {username} est donné deux fois. Donnez le sien à chaque compte.',
  'Short code {code} is given twice. Give its URLs together.':
    'Le numéro court {code} est donné deux fois. Donnez ses URL ensemble.',
  '{name} is a quirk of {title}, and only {may} may have other quirks in an environment. Put it under quirks of the world.':
    '{name} est une particularité de {title}, et seul {may} peut avoir d’autres particularités dans un environnement. Mettez-la sous quirks du monde.',
  'No quirk {name}. Did you mean {name2}?':
    'Il n’y a pas de particularité {name}. Vouliez-vous dire {name2} ?',
  'A world file is a map of parts such as people and environments.':
    'Un fichier de monde est une table de parties comme people et environments.',
  'A world that is sent names no file of this machine. Start the server with --callback-ca FILE.':
    'Un monde envoyé ne nomme aucun fichier de cette machine. Lancez le serveur avec --callback-ca FILE.',
  '"{baseUrl}" is no address of a simulator. Write it as http://127.0.0.1:4000.':
    '"{baseUrl}" n’est pas l’adresse d’un simulateur. Écrivez-la comme http://127.0.0.1:4000.',
  '{base} cannot be reached: {cause}. Start a simulator there with "payersim serve", or name another URL.':
    '{base} est injoignable : {cause}. Lancez-y un simulateur avec "payersim serve", ou nommez une autre URL.',
  'No simulator answers at {base}: another program does. Start one with "payersim serve", or name another URL.':
    'Aucun simulateur ne répond à {base} : un autre programme y est. Lancez-en un avec "payersim serve", ou nommez une autre URL.',
  '{method} {path} answered {status} with a body this client does not understand at {path2}: {message}. Is a payersim of the same version listening there?':
    '{method} {path} a répondu {status} avec un corps que ce client ne comprend pas à {path2} : {message}. Est-ce un payersim de la même version qui y écoute ?',
  '{method} {path} answered {status} with a body this client does not understand: {message}. Is a payersim of the same version listening there?':
    '{method} {path} a répondu {status} avec un corps que ce client ne comprend pas : {message}. Est-ce un payersim de la même version qui y écoute ?',
  '{method} {path} was not answered, and was given up. It may have been performed.':
    '{method} {path} n’a pas eu de réponse, et a été abandonné. L’appel a peut-être été exécuté.',
  '{method} {path}: the connection broke off before the answer came, so the answer is lost. It may have been performed.':
    '{method} {path} : la connexion s’est coupée avant la réponse, qui est donc perdue. L’appel a peut-être été exécuté.',
  '{msisdn} is no phone number. Write it as a text, such as "+46733000001".':
    '{msisdn} n’est pas un numéro de téléphone. Écrivez-le comme un texte, comme "+46733000001".',
  '"{msisdn}" begins with 0, as local numbers do. Write it in international form, such as +46733000001.':
    '"{msisdn}" commence par 0, comme les numéros locaux. Écrivez-le sous sa forme internationale, comme +46733000001.',
  '"{msisdn}" is no phone number. Write it in international form, such as +46733000001.':
    '"{msisdn}" n’est pas un numéro de téléphone. Écrivez-le sous sa forme internationale, comme +46733000001.',
  'The world has no PIN for {msisdn}. Name a phone that it lists.':
    'Le monde n’a pas de PIN pour {msisdn}. Nommez un téléphone qu’il contient.',
  'The PIN of {msisdn} is not loaded yet. Await dial() or prompted() first.':
    'Le PIN de {msisdn} n’est pas encore chargé. Attendez d’abord dial() ou prompted().',
  'The network of {msisdn} is not loaded yet. Await look() first.':
    'Le réseau de {msisdn} n’est pas encore chargé. Attendez d’abord look().',
  'An option is chosen by its label, a text or a RegExp, and not by {label}.':
    'Une option se choisit par son libellé, un texte ou une RegExp, et non par {label}.',
  'No push came to {msisdn} within {waitMs} ms.': 'Aucune demande n’est arrivée à {msisdn} en {waitMs} ms.',
  'No push came to {msisdn}.': 'Aucune demande n’est arrivée à {msisdn}.',
  'No push came to {msisdn}: it is offline. Await goOnline() before the request is made.':
    'Aucune demande n’est arrivée à {msisdn} : il est éteint. Attendez goOnline() avant que la demande ne soit faite.',
  '{msisdn} is in a session that it dialled itself, so a push finds it busy. Await cancel() first.':
    '{msisdn} est dans une session qu’il a composée lui-même ; une demande le trouve donc occupé. Attendez d’abord cancel().',
  '{serviceCode} is no channel of the sandbox. Those are *384*, the number you chose and #, such as *384*44135#.':
    '{serviceCode} n’est pas un canal du bac à sable. Ce sont *384*, le nombre que vous avez choisi et #, comme *384*44135#.',
  '{publicUrl} is no public URL. Give what your tunnel prints, such as https://abc.ngrok.app, with nothing behind it.':
    '{publicUrl} n’est pas une URL publique. Donnez ce que votre tunnel affiche, comme https://abc.ngrok.app, sans rien derrière.',
  'The world gives {serviceCode} to another app. Take it out, or use another channel.':
    'Le monde donne {serviceCode} à une autre application. Enlevez-le, ou prenez un autre canal.',
  'Africa’s Talking needs a username and an API key, and one of them is blank.':
    'Africa’s Talking demande un nom d’utilisateur et une clé d’API, et l’un des deux est vide.',
  'The sandbox’s username is sandbox, not {username}: SMS of that account would leave for real phones.':
    'Le nom d’utilisateur du bac à sable est sandbox, et non {username} : les SMS de ce compte partiraient vers de vrais téléphones.',
  'The host to listen on is blank. Give an address with --host, such as 127.0.0.1.':
    'L’hôte où écouter est vide. Donnez une adresse avec --host, comme 127.0.0.1.',
  'Cannot listen on {host}:{port}: {ofPort}. Choose another with {flag}.':
    'Impossible d’écouter sur {host}:{port} : {ofPort}. Choisissez-en un autre avec {flag}.',
  'Cannot listen on {host}: {ofHost}. Choose another with --host.':
    'Impossible d’écouter sur {host} : {ofHost}. Choisissez-en un autre avec --host.',
  'Cannot listen on {host}: {message}. Choose another with --host.':
    'Impossible d’écouter sur {host} : {message}. Choisissez-en un autre avec --host.',
  'The server is stopping: it opens no world.': 'Le serveur s’arrête : il n’ouvre plus de monde.',
  'There is a world {name} already. Take another name, or end it first: DELETE /_sim/worlds/{name2}.':
    'Il y a déjà un monde {name}. Prenez un autre nom, ou terminez-le d’abord : DELETE /_sim/worlds/{name2}.',
  'There are {count} worlds, and no more may be open at once. End one: DELETE /_sim/worlds/NAME.':
    'Il y a {count} mondes, et pas plus ne peuvent être ouverts à la fois. Terminez-en un : DELETE /_sim/worlds/NAME.',
  'The world default is that of the server, and ends with it.':
    'Le monde default est celui du serveur, et finit avec lui.',
  'The world {name} {why}. Open it anew: POST /_sim/worlds.':
    'Le monde {name} {why}. Rouvrez-le : POST /_sim/worlds.',
  'There is no world {name} on this server. Open it first: POST /_sim/worlds.':
    'Il n’y a pas de monde {name} sur ce serveur. Ouvrez-le d’abord : POST /_sim/worlds.',
  'A world begins as a copy, or anew: give from or world, and not both.':
    'Un monde commence comme une copie, ou à neuf : donnez from ou world, et non les deux.',
  'A time is for a frozen clock. Give clock: "frozen" too, or leave at out.':
    'Une heure va avec une horloge arrêtée. Donnez aussi clock: "frozen", ou enlevez at.',
  'Behind a proxy every control request needs the admin token. Give one: --admin-token.':
    'Derrière un proxy, chaque requête de contrôle a besoin du jeton d’administration. Donnez-en un : --admin-token.',
  'A seed makes the secret paths of callbacks guessable. Leave the seed out.':
    'Avec une graine, les chemins secrets des rappels se devinent. Enlevez la graine.',
  'The seed is blank. Give one, or leave it out.': 'La graine est vide. Donnez-en une, ou enlevez l’option.',
  'The admin token is blank. Give one, or leave it out.':
    'Le jeton d’administration est vide. Donnez-en un, ou enlevez l’option.',
  'A time was given for a running clock. Freeze the clock, or leave `at` out.':
    'Une heure a été donnée pour une horloge en marche. Arrêtez l’horloge, ou enlevez `at`.',
  'Remove both for new ones, or name another file with --tls-ca.':
    'Supprimez les deux pour en faire de nouveaux, ou nommez un autre fichier avec --tls-ca.',
  'An authority is two files, {file} and {file2}.key, and {missing} is not there. Remove both for new ones, or name another file with --tls-ca.':
    'Une autorité, c’est deux fichiers, {file} et {file2}.key, et {missing} n’est pas là. Supprimez les deux pour en faire de nouveaux, ou nommez un autre fichier avec --tls-ca.',
  '{file} and {file2}.key hold no authority of payersim’s: {error} Remove both for new ones, or name another file with --tls-ca.':
    '{file} et {file2}.key ne contiennent pas d’autorité de payersim : {error} Supprimez les deux pour en faire de nouveaux, ou nommez un autre fichier avec --tls-ca.',
  'The key in {file}.key is not that of the authority in {file2}. Remove both for new ones, or name another file with --tls-ca.':
    'La clé dans {file}.key n’est pas celle de l’autorité dans {file2}. Supprimez les deux pour en faire de nouveaux, ou nommez un autre fichier avec --tls-ca.',
  'The authority in {file} may not vouch for {wanting}, since it was made for other names. Remove both for new ones, or name another file with --tls-ca. Clients must trust the new one.':
    'L’autorité dans {file} ne peut pas se porter garante de {wanting}, car elle a été faite pour d’autres noms. Supprimez les deux pour en faire de nouveaux, ou nommez un autre fichier avec --tls-ca. Les clients doivent faire confiance à la nouvelle.',
  'The authority in {file} ends on {toISOString}. Remove both for new ones, or name another file with --tls-ca. Clients must trust the new one.':
    'L’autorité dans {file} finit le {toISOString}. Supprimez les deux pour en faire de nouveaux, ou nommez un autre fichier avec --tls-ca. Les clients doivent faire confiance à la nouvelle.',
  '{path} cannot be read: {error}.': '{path} ne peut pas être lu : {error}.',
  '{path} cannot be written: {error}.': '{path} ne peut pas être écrit : {error}.',
  'Others may read the key {path}: {error}. Have its owner do chmod 600.':
    'D’autres peuvent lire la clé {path} : {error}. Que son propriétaire fasse chmod 600.',
  'TLS is a second port. Give the first one too: `port`, 0 for a free one.':
    'TLS est un second port. Donnez aussi le premier : `port`, 0 pour un port libre.',
  'The file for the authority has no name. Give a path, or leave it out.':
    'Le fichier de l’autorité n’a pas de nom. Donnez un chemin, ou enlevez l’option.',
  '"{text}" is no name for a certificate. Give a host’s name such as host.docker.internal, or an address.':
    '"{text}" n’est pas un nom pour un certificat. Donnez le nom d’un hôte comme host.docker.internal, ou une adresse.',
  "The provider {name} brings tables, which only payersim's own have. Keep what it has in parts.records.":
    'Le fournisseur {name} apporte des tables, que seuls ceux de payersim ont. Gardez ce qu’il a dans parts.records.',
  '{name} is no name of a provider. Give one in small letters, such as "acme".':
    '{name} n’est pas un nom de fournisseur. Donnez-en un en petites lettres, comme "acme".',
  'The provider {name} has no title. Give one, as people call it.':
    'Le fournisseur {name} n’a pas de titre. Donnez-en un, tel que les gens l’appellent.',
  'The server of the provider {name} is no function that loads it.':
    'Le serveur du fournisseur {name} n’est pas une fonction qui le charge.',
  'There is something named {name} already. Give the provider another name.':
    'Quelque chose s’appelle déjà {name}. Donnez un autre nom au fournisseur.',
  'The quirk {name} is one of {owner} too. Begin the names of yours with {name2}-.':
    'La particularité {name} est aussi à {owner}. Faites commencer les noms des vôtres par {name2}-.',
  'The quirk {name} has the default {default}, which is none of its values.':
    'La particularité {name} a la valeur par défaut {default}, qui n’est aucune de ses valeurs.',
  'The hosts of the provider {name}: {path} {message}.':
    'Les hôtes du fournisseur {name} : {path} {message}.',
  'The domain {domain} of the provider {name} is one of {owner} too.':
    'Le domaine {domain} du fournisseur {name} est aussi à {owner}.',
  'The host {stray} of the provider {name} is not in its domains, so nothing would lead there. Add its domain.':
    'L’hôte {stray} du fournisseur {name} n’est pas dans ses domaines, donc rien n’y mènerait. Ajoutez son domaine.',
  'The panel of the provider {name} has no title. Give one, for its tab.':
    'Le panneau du fournisseur {name} n’a pas de titre. Donnez-en un, pour son onglet.',
  'The panel of the provider {name} is at {file}, where there is no file. Give the URL of a JavaScript module, such as that of panel.js beside yours.':
    'Le panneau du fournisseur {name} est à {file}, où il n’y a pas de fichier. Donnez l’URL d’un module JavaScript, comme celle de panel.js à côté du vôtre.',
  'The API of the provider {name} calls itself {name2}. Name it {name3}.':
    'L’API du fournisseur {name} s’appelle {name2}. Nommez-la {name3}.',
  "{name}.{operation} cannot be at {path}: a path begins with /, and /_sim, /page and /docs are payersim's own.":
    '{name}.{operation} ne peut pas être à {path} : un chemin commence par /, et /_sim, /page et /docs sont à payersim.',
  '{length} options match {what}: {matches}.': '{length} options correspondent à {what} : {matches}.',
  '{length} options match {what}: {matches}. Choose by a longer part of the label.':
    '{length} options correspondent à {what} : {matches}. Choisissez par une plus longue partie du libellé.',
  'No option matches {what}. The screen has: {options}.':
    'Aucune option ne correspond à {what}. L’écran a : {options}.',
  'No option matches {what}: the screen has none. It reads: {text}.':
    'Aucune option ne correspond à {what} : l’écran n’en a pas. Il dit : {text}.',
  'Its session failed: {error}.': 'Sa session a échoué : {error}.',
  'Its session failed: {error}. The app answered {answer}.':
    'Sa session a échoué : {error}. L’application a répondu {answer}.',
  'Its session failed: the app failed.': 'Sa session a échoué : l’application a échoué.',
  'Its session failed: the app failed. The app answered {answer}.':
    'Sa session a échoué : l’application a échoué. L’application a répondu {answer}.',
  "unknown option ''{flag}''": 'option inconnue « {flag} »',
  "unknown command ''{name}''": 'commande inconnue « {name} »',
  "there is no command ''{name}''": 'il n’y a pas de commande « {name} »',
  "there is no command ''{name}'' of {command}": 'il n’y a pas de commande « {name} » de {command}',
  "missing required argument ''{name}''": 'il manque l’argument « {name} »',
  "option ''{option}'' argument missing": 'l’option « {option} » demande une valeur',
  "option ''{option}'' argument ''{value}'' is invalid. {message}":
    'option « {option} » : la valeur « {value} » n’est pas valable. {message}',
  "option ''{option}'' value ''{value}'' from env ''{variable}'' is invalid. {message}":
    'option « {option} » : la valeur « {value} » de la variable « {variable} » n’est pas valable. {message}',
  "command-argument value ''{value}'' is invalid for argument ''{name}''. {message}":
    'la valeur « {value} » n’est pas valable pour l’argument « {name} ». {message}',
  "too many arguments for ''{command}''. Expected {count} argument but got {given}.":
    'trop d’arguments pour « {command} » : {count} attendu, {given} donnés.',
  "too many arguments for ''{command}''. Expected {count} arguments but got {given}.":
    'trop d’arguments pour « {command} » : {count} attendus, {given} donnés.',
  'Allowed choices are {choices}.': 'Les choix possibles sont {choices}.',
  '(Did you mean {near}?)': '(Vouliez-vous dire {near} ?)',
  '(Did you mean one of {near}?)': '(Vouliez-vous dire l’un de {near} ?)',
  'See: {command}': 'Voir : {command}',
  '--url names the world {named}, and --world {world}. Name one of them.':
    '--url nomme le monde {named}, et --world {world}. Nommez-en un.',
  '--world names a world of a running simulator. Give its --url too.':
    '--world nomme un monde d’un simulateur en marche. Donnez aussi son --url.',
  '{flag} is for a simulator that is started here. Leave --url out.':
    '{flag} est pour un simulateur lancé ici. Enlevez --url.',
  '{path} cannot be used: {message}. Name another file or folder.':
    '{path} ne peut pas servir : {message}. Nommez un autre fichier ou dossier.',
  '{text} is empty. Give the world a name such as suite-1.':
    '{text} est vide. Donnez au monde un nom comme suite-1.',
  '{text} has {length} letters; {longestWorldName} is the most.':
    '{text} a {length} lettres ; {longestWorldName} est le plus.',
  '{text} is no name of a world: small letters, digits and, between them, hyphens, such as suite-1.':
    '{text} n’est pas un nom de monde : de petites lettres, des chiffres et, entre eux, des traits d’union, comme suite-1.',
  '{error} payersim comes with scripts to play and to copy: payersim test {folder}':
    '{error} payersim apporte des scripts à jouer et à copier : payersim test {folder}',
  'No scripts can be written to {folder}: {error}': 'Aucun script ne peut être écrit dans {folder} : {error}',
  'Answer {answers}.': 'Répondez {answers}.',
  'payersim {version} on Node {node}, {platform} {arch}.':
    'payersim {version} sur Node {node}, {platform} {arch}.',
  'payersim {version} listens on port {port} already, with {store}: use it, or choose another port with --port.':
    'payersim {version} écoute déjà sur le port {port}, avec {store} : servez-vous-en, ou choisissez un autre port avec --port.',
  'A trial approval fails: {error}': 'Une approbation d’essai échoue : {error}',
  'An approval works here. Next: {command}': 'Une approbation fonctionne ici. Ensuite : {command}',
  "your channel there, such as ''*384*44135#''": 'votre canal là-bas, comme « *384*44135# »',
  'what your tunnel to this port prints': 'ce qu’affiche votre tunnel vers ce port',
  '{method} {path} answered {status}.': '{method} {path} a répondu {status}.',
  '{method} {path} answered {status}: {detail}': '{method} {path} a répondu {status} : {detail}',
  'payersim is behind a proxy: send its admin token as Authorization: Bearer TOKEN.':
    'payersim est derrière un proxy : envoyez son jeton d’administration par Authorization: Bearer TOKEN.',
  'Control routes are for this machine only, and {why}. Start payersim with an admin token and send it as Authorization: Bearer TOKEN.':
    'Les routes de contrôle sont pour cette machine seulement, et {why}. Lancez payersim avec un jeton d’administration et envoyez-le par Authorization: Bearer TOKEN.',
  'its Host is {host}, not a local name': 'son Host est {host}, qui n’est pas un nom local',
  'another program listens there': 'un autre programme y écoute',
  'this user may not': 'cet utilisateur n’en a pas le droit',
  'there is no such host': 'cet hôte n’existe pas',
  'this machine has no such address': 'cette machine n’a pas cette adresse',
  'no answer in five seconds': 'pas de réponse en cinq secondes',
  'There is no world {world} at {origin}. Open it first: payersim worlds open {world2} --url {origin2}':
    'Il n’y a pas de monde {world} à {origin}. Ouvrez-le d’abord : payersim worlds open {world2} --url {origin2}',
  'The world {world} at {origin} was ended, or ended since nobody had used it for long. Open it anew: payersim worlds open {world2} --url {origin2}':
    'Le monde {world} à {origin} a été terminé, ou s’est terminé faute d’avoir servi. Rouvrez-le : payersim worlds open {world2} --url {origin2}',
  'The simulator at {origin} fails: {detail}': 'Le simulateur à {origin} échoue : {detail}',
  '"{command}" cannot be run: {message}': '"{command}" ne peut pas être exécuté : {message}',
  'There is a world {name} already. Take another name, or end it first: payersim worlds end {name2}.':
    'Il y a déjà un monde {name}. Prenez un autre nom, ou terminez-le d’abord : payersim worlds end {name2}.',
  'There are {count} worlds, and no more may be open at once. End one: payersim worlds end NAME.':
    'Il y a {count} mondes, et pas plus ne peuvent être ouverts à la fois. Terminez-en un : payersim worlds end NAME.',
  'The world {name} {why}. Open it anew: payersim worlds open NAME.':
    'Le monde {name} {why}. Rouvrez-le : payersim worlds open NAME.',
  'There is no world {name} on this server. Open it first: payersim worlds open NAME.':
    'Il n’y a pas de monde {name} sur ce serveur. Ouvrez-le d’abord : payersim worlds open NAME.',
  'Taken over:': 'Repris :',
  'Taken over by the world {world}:': 'Repris par le monde {world} :',
  'Refused, and not sent to the vendor:': 'Refusés, et non envoyés au fournisseur :',
  'Connected, but sent no request; such a client does not trust the certificate, most likely:':
    'Connectés, mais sans requête ; un tel client ne croit sans doute pas au certificat :',
  'that is no port': 'ce n’est pas un port',
  '{host} is an address; only names can be let in': '{host} est une adresse ; seuls des noms peuvent entrer',
  '"{host}" is no name of a machine': '"{host}" n’est pas un nom de machine',
  '{host} is a vendor’s, and a sealed command does not reach vendors':
    '{host} est à un fournisseur, et une commande isolée n’atteint pas les fournisseurs',
  'it needs the namespaces of Linux, and this is {platform}':
    'il faut les espaces de noms de Linux, et ceci est {platform}',
  'there is no program "unshare" in PATH; Debian, Ubuntu and Fedora have it in the package util-linux':
    'il n’y a pas de programme "unshare" dans le PATH ; Debian, Ubuntu et Fedora l’ont dans le paquet util-linux',
  'in {folder}, run "npm rebuild better-sqlite3 --ignore-scripts=false"':
    'dans {folder}, lancez "npm rebuild better-sqlite3 --ignore-scripts=false"',
  'in {folder}, run "npm install better-sqlite3@12"': 'dans {folder}, lancez "npm install better-sqlite3@12"',
  'in {folder}, run "pnpm approve-builds", choose better-sqlite3, and run "pnpm rebuild better-sqlite3"':
    'dans {folder}, lancez "pnpm approve-builds", choisissez better-sqlite3, puis lancez "pnpm rebuild better-sqlite3"',
  'is missing': 'manque',
  'is missing here': 'manque ici',
  'is empty': 'est vide',
  'is not {kind}': 'n’est pas {kind}',
  'is not {known}; did you mean {near}?': 'n’est pas {known} ; vouliez-vous dire {near} ?',
  'one of {known}': 'l’un de {known}',
  'a text': 'un texte',
  'a number': 'un nombre',
  'a whole number': 'un nombre entier',
  'true or false': 'true ou false',
  'a list': 'une liste',
  'an object': 'un objet',
  'a script': 'un script',
  'a step': 'une étape',
  '; the nearest known word is "{near}"': ' ; le mot connu le plus proche est "{near}"',
  'is read as a number; write it in quotes, such as "{example}"':
    'est lu comme un nombre ; écrivez-le entre guillemets, comme "{example}"',
  'there is no such file': 'ce fichier n’existe pas',
  'it is not there': 'il n’est pas là',
  expected: 'attendu',
  seen: 'vu',
  hint: 'conseil',
  timeline: 'événements',
  passed: 'réussi',
  failed: 'échoué',
  'failed at {place}': 'échoué à {place}',
  'Nothing was run.': 'Rien n’a été joué.',
  '{passed} passed, {failed} failed':
    '{passed, plural, one {# réussi} other {# réussis}}, {failed, plural, one {# échoué} other {# échoués}}',
  '{passed} passed, {failed} failed, {notRun} not run':
    '{passed, plural, one {# réussi} other {# réussis}}, {failed, plural, one {# échoué} other {# échoués}}, {notRun, plural, one {# non joué} other {# non joués}}',
  'Expected {expected}; seen: {seen}.': 'Attendu : {expected} ; vu : {seen}.',
  'no screen': 'aucun écran',
  'an open screen: {text}': 'un écran ouvert : {text}',
  'an open screen that {wish}': 'un écran ouvert qui {wish}',
  'an open screen with an option whose label {wish}':
    'un écran ouvert avec une option dont le libellé {wish}',
  'the session ended: {text}': 'la session est finie : {text}',
  'the session cancelled: {text}': 'la session a été raccrochée : {text}',
  'the session timed-out: {text}': 'le temps de la session est écoulé : {text}',
  'the session failed: {text}': 'la session a échoué : {text}',
  'the session ended, with a screen that {wish}': 'la session finie, avec un écran qui {wish}',
  'the session cancelled': 'la session raccrochée',
  'the session timed-out': 'la session hors délai',
  'the session failed': 'la session en échec',
  'the session to go on, since no step says that it is over':
    'que la session continue, car aucune étape ne la dit finie',
  'contains {text}': 'contient {text}',
  'matches {text}': 'correspond à {text}',
  'reads exactly {text}': 'dit exactement {text}',
  'a screen that fits the phones of its network': 'un écran qui tient sur les téléphones de son réseau',
  'an unread SMS that {wish}': 'un SMS non lu qui {wish}',
  'an unread SMS from {from} that {wish}': 'un SMS non lu de {from} qui {wish}',
  'no unread SMS': 'aucun SMS non lu',
  'an unread e-mail to {to} that {wish}': 'un e-mail non lu à {to} qui {wish}',
  'an unread e-mail to {to} from {from} that {wish}': 'un e-mail non lu à {to} de {from} qui {wish}',
  'no unread e-mail to {to}': 'aucun e-mail non lu à {to}',
  '{count} times {wished}': '{count} fois {wished}',
  'a callback': 'un rappel',
  '1 callback': '1 rappel',
  '{callbacks} callbacks': '{callbacks} rappels',
  'a callback with {field} {expected}': 'un rappel avec {field} {expected}',
  'a callback that "{named}" holds': 'un rappel que "{named}" retient',
  'it holds none': 'aucun n’est retenu',
  'no such field': 'pas ce champ',
  '{msisdn} to have {balance} {currency}': '{msisdn} avec {balance} {currency}',
  'no account': 'aucun compte',
  'a call that fails: {expected}': 'un appel qui échoue : {expected}',
  'it was answered': 'il a eu sa réponse',
  'In CI the scripts are played; the test is for the pipeline in which your tests run, with payersim there too.':
    'En CI, les scripts sont joués ; le test est pour la chaîne où tournent vos tests, avec payersim là aussi.',
  'The simulator at {origin} does not tell its time: {error}.':
    'Le simulateur à {origin} ne dit pas son heure : {error}.',
  'The simulator at {origin} does not tell its time (GET {pathname}: {status}).':
    'Le simulateur à {origin} ne dit pas son heure (GET {pathname} : {status}).',
  'The simulator at {origin} does not tell its time (GET {pathname}: {status}). It wants its admin token: give --admin-token, or --admin-token-file.':
    'Le simulateur à {origin} ne dit pas son heure (GET {pathname} : {status}). Il veut son jeton d’administration : donnez --admin-token, ou --admin-token-file.',
  'Install libfaketime: apt-get install faketime (Debian, Ubuntu), dnf install libfaketime (Fedora), apk add libfaketime (Alpine).':
    'Installez libfaketime : apt-get install faketime (Debian, Ubuntu), dnf install libfaketime (Fedora), apk add libfaketime (Alpine).',
  'It is there for Linux alone: use a Linux machine, container or CI job.':
    'Il n’existe que pour Linux : prenez une machine, un conteneur ou un travail de CI sous Linux.',
  '--clock needs libfaketime for {name}, and it is not on this machine. Install libfaketime: apt-get install faketime (Debian, Ubuntu), dnf install libfaketime (Fedora), apk add libfaketime (Alpine).':
    '--clock a besoin de libfaketime pour {name}, et il n’est pas sur cette machine. Installez libfaketime : apt-get install faketime (Debian, Ubuntu), dnf install libfaketime (Fedora), apk add libfaketime (Alpine).',
  '--clock needs libfaketime for {name}, and it is not on this machine. It is there for Linux alone: use a Linux machine, container or CI job.':
    '--clock a besoin de libfaketime pour {name}, et il n’est pas sur cette machine. Il n’existe que pour Linux : prenez une machine, un conteneur ou un travail de CI sous Linux.',
  'Programs in Python and Java keep the machine’s time: libfaketime is not on this machine. Install libfaketime: apt-get install faketime (Debian, Ubuntu), dnf install libfaketime (Fedora), apk add libfaketime (Alpine).':
    'Les programmes en Python et en Java gardent l’heure de la machine : libfaketime n’est pas sur cette machine. Installez libfaketime : apt-get install faketime (Debian, Ubuntu), dnf install libfaketime (Fedora), apk add libfaketime (Alpine).',
  'Programs in Python and Java keep the machine’s time: libfaketime is not on this machine. It is there for Linux alone: use a Linux machine, container or CI job.':
    'Les programmes en Python et en Java gardent l’heure de la machine : libfaketime n’est pas sur cette machine. Il n’existe que pour Linux : prenez une machine, un conteneur ou un travail de CI sous Linux.',
}
