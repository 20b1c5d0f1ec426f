import type { ErrorCode } from '../../../protocol/errors.ts';

export const LATVIAN: Record<ErrorCode, string> = {
  // pats pieprasījums
  malformed_request: 'Pieprasījumu neizdevās nolasīt. Pārlādējiet lapu un mēģiniet vēlreiz.',
  unknown_route: 'Šādas lapas nav. Pārbaudiet, vai adrese ievadīta pareizi.',
  unknown_command: 'Lapa lūdz ko tādu, ko serviss neprot. Pārlādējiet lapu.',
  message_too_large: 'Nosūtītā ir par daudz vienai reizei. Saīsiniet tekstu un mēģiniet vēlreiz.',
  too_many_requests: 'Pārāk daudz mēģinājumu īsā laikā. Mazliet uzgaidiet un mēģiniet vēlreiz.',
  protocol_outdated: 'Serviss ir atjaunināts. Pārlādējiet lapu — turpināsiet no tās pašas vietas.',
  origin_refused:
    'Pieprasījums nāk no svešas vietnes, tāpēc netika izpildīts. Atveriet servisa lapu un mēģiniet tur.',
  // kas jautā
  sign_in_required: 'Lai turpinātu, pierakstieties sistēmā.',
  sign_in_failed: 'Lietotājvārds vai parole nav pareiza. Pārbaudiet abus un mēģiniet vēlreiz.',
  account_disabled: 'Šis konts ir slēgts. Vērsieties pie sava vadītāja.',
  not_allowed: 'Jūsu lomai šī darbība nav atļauta. Ja tā vajadzīga darbam, vērsieties pie vadītāja.',
  not_found:
    'Meklētais nav atrasts — iespējams, tas jau ir dzēsts. Atgriezieties sākumā un mēģiniet vēlreiz.',
  // sarunas sākšana
  number_invalid: 'Šāda tālruņa numura nav. Pārbaudiet ciparus.',
  number_prefix_not_allowed:
    'Uz šīs valsts numuriem uzaicinājumus nesūtām. Pārbaudiet valsts kodu vai nolasiet zvanītājam kodu.',
  language_not_offered: 'Šajā valodā serviss nav pieejams. Izvēlieties citu valodu.',
  // uzaicinājums
  invitation_unknown: 'Saite nav derīga. Atveriet īsziņu vēlreiz vai palūdziet konsultantam jaunu saiti.',
  invitation_expired:
    'Saites derīguma laiks ir beidzies. Pasakiet to konsultantam, un Jums tiks atsūtīta jauna.',
  invitation_spent:
    'Saite jau ir izmantota. Ja to atvērāt citā ierīcē, turpiniet tur vai palūdziet konsultantam jaunu.',
  invitation_closed: 'Saite ir slēgta. Pasakiet to konsultantam, un Jums tiks atsūtīta jauna.',
  invitation_replaced: 'Jums ir atsūtīta jaunāka saite. Atveriet pēdējo īsziņu.',
  code_wrong: 'Numurs vai kods nav pareizs. Palūdziet konsultantam kodu nolasīt vēlreiz.',
  code_attempts_exhausted:
    'Kods ievadīts nepareizi pārāk daudz reižu un vairs neder. Palūdziet konsultantam jaunu.',
  sending_limit_reached: 'Uz šo numuru tuvākajā laikā vairāk īsziņu nesūtīsim. Nolasiet zvanītājam kodu.',
  terms_outdated: 'Kamēr lasījāt, noteikumi ir mainījušies. Pārlādējiet lapu un izlasiet jaunos.',
  credential_unknown: 'Šī pārlūkprogramma nav savienota ar sarunu. Atveriet saiti no īsziņas.',
  // sarunas gaita
  session_not_open: 'Šī saruna vairs nav atvērta, tāpēc neko mainīt nevar.',
  session_not_joined: 'Zvanītājs vēl nav pievienojies. Uzgaidiet, līdz noteikumi būs pieņemti.',
  session_ended: 'Zvans ir beidzies, tāpēc vairs neko nevar ne parādīt, ne nosūtīt.',
  session_erased: 'Šīs sarunas saturs ir dzēsts un vairs nav pieejams.',
  match_required:
    'Vispirms pārliecinieties viens par otru: pasakiet divus ciparus, kas redzami zvanītāja ekrānā.',
  match_wrong: 'Cipari nesakrīt. Palūdziet zvanītājam tos nolasīt vēlreiz.',
  match_not_pending: 'Cipari šobrīd nav jāpārbauda. Varat turpināt.',
  // kas tiek rādīts
  nothing_shown: 'Šobrīd ekrānā nekas netiek rādīts. Vispirms izvēlieties, ko parādīt.',
  showing_outdated: 'Ekrānā jau redzams kas cits. Apskatiet jaunāko un mēģiniet vēlreiz.',
  step_out_of_range: 'Pamācībā šāda soļa nav. Izvēlieties kādu no redzamajiem soļiem.',
  turning_not_allowed: 'Soļus šobrīd pāršķir konsultants. Pasakiet, kad varat doties tālāk.',
  guide_unknown: 'Šādas pamācības nav. Atjauniniet pamācību sarakstu.',
  page_not_allowed: 'Šo lapu rādīt nav atļauts. Izvēlieties lapu no atļauto vietņu saraksta.',
  text_empty: 'Teksts ir tukšs. Ierakstiet, ko zvanītājam parādīt.',
  request_unknown: 'Šis fotoattēla lūgums vairs nav spēkā. Ja attēls tomēr vajadzīgs, palūdziet to vēlreiz.',
  no_move_requested: 'Zvanītājs nav lūdzis pāriet uz citu ierīci. Uzgaidiet, līdz lūgums parādās.',
  colleague_unknown: 'Šim kolēģim sarunu nodot nevar. Izvēlieties citu.',
  // fotoattēli
  photo_unknown: 'Šāda fotoattēla nav. Pārlādējiet lapu, lai redzētu esošos.',
  photo_gone: 'Šis fotoattēls ir neatgriezeniski dzēsts. Ja tas vēl vajadzīgs, uzņemiet jaunu.',
  photo_unconfirmed: 'Pirms sūtīšanas apstipriniet, ka attēlā nav dokumentu, paroļu un citu cilvēku.',
  photo_limit_reached:
    'Šajā zvanā vairāk fotoattēlu nosūtīt nevar. Atsauciet kādu nosūtītu un mēģiniet vēlreiz.',
  consent_unknown: 'Šādas piekrišanas šajā katalogā nav.',
  consent_outdated: 'Piekrišanas teksts ir mainījies. Izlasiet jauno un izlemiet vēlreiz.',
  consent_retired: 'Šādu piekrišanu vairs nevar dot. Agrāk dotu joprojām var atsaukt.',
  consent_not_read: 'Vispirms nolasiet klientam tekstu un to apstipriniet.',
  consent_needs_proof: 'Lai dotu piekrišanu, jāapstiprina, ka to dara pats numura lietotājs.',
  consent_not_eligible: 'Šo piekrišanu var dot tikai operatora paša klienti.',
  consent_channel_wrong: 'Izvēlieties vismaz vienu no kanāliem, ko šī piekrišana piedāvā.',
  diagnostics_unknown: 'Par šo līniju un tās rūteri pašlaik nekas nav zināms.',
  consent_holder_changed:
    'Šī griba izteikta, pirms numurs nonāca pie cita lietotāja. Pajautājiet viņam pašam.',
  consent_missing: 'Šim nolūkam nav spēkā esošas piekrišanas.',
  held_by_law:
    'Šo fotoattēlu tagad dzēst nedrīkst: tas vajadzīgs juridiskā lietā. Tiklīdz drīkstēs, tas tiks izdzēsts pats. Jautājiet par to mums, ja vēlaties.',
  picture_too_large: 'Attēls ir par lielu. Izvēlieties mazāku vai izmantojiet pogu „Uzņemt foto”.',
  picture_empty: 'Attēls atnāca tukšs. Sūtiet to vēlreiz.',
  picture_heic: 'Šo attēlu (HEIC) te apstrādāt nevar. Izmantojiet pogu „Uzņemt foto”.',
  picture_type_unsupported: 'Šis fails nav attēls, ko varam parādīt. Sūtiet JPEG, PNG vai WebP attēlu.',
  picture_broken: 'Attēls ir bojāts vai nav atnācis viss. Uzņemiet to no jauna.',
  picture_too_many_pixels: 'Attēla izšķirtspēja ir par lielu. Izvēlieties mazāku vai uzņemiet jaunu.',
  picture_timeout: 'Attēla apstrāde ieilga un tika pārtraukta. Mēģiniet vēlreiz vai uzņemiet jaunu.',
  picture_worker_failed: 'Šo attēlu apstrādāt neizdevās. Uzņemiet jaunu un sūtiet vēlreiz.',
  store_unavailable: 'Attēlu šobrīd nevar saglabāt, un tas nav nosūtīts. Pēc brīža mēģiniet vēlreiz.',
  // piekļuve un disks
  purpose_refused: 'Šos datus tagad drīkst lietot tikai tam, kam tie iegūti. Skatīt tos vairs nav pamata.',
  second_person_required: 'Lūgumu izskata otrs cilvēks – ne tas, kurš lūdza.',
  already_decided: 'Par šo jau ir izlemts. Atjauniniet sarakstu.',
  opening_closed:
    'Saturs ir aizvērts: apstiprinājuma nav vai tā 15 minūtes ir pagājušas. Palūdziet no jauna.',
  storage_full:
    'Servisā pietrūcis vietas, un jaunais nav saglabāts. Iepriekš nosūtītais ir drošībā; mēģiniet vēlāk.',
  commit_failed: 'Neizdevās saglabāt, tāpēc nekas nav mainīts. Mēģiniet vēlreiz.',
  not_ready: 'Serviss vēl startē vai tiek apturēts. Pēc brīža mēģiniet vēlreiz.',
  hold_state_wrong: 'Šis aizliegums dzēst jau ir citā stāvoklī. Pārlādējiet lapu, lai to redzētu.',
  audit_state_wrong:
    'Šo revīziju jau uzņēmies cits vai tā ir pabeigta. Pārlādējiet lapu, lai redzētu, kā ir tagad.',
  period_malformed:
    'Termiņam jābūt veselam skaitlim un vienībai: minūtēm, stundām, dienām, mēnešiem vai gadiem.',
  period_outside_limits: 'Termiņš ir īsāks vai garāks, nekā pieļauj politikas tabula.',
  periods_out_of_order:
    'Attēlus nedrīkst glabāt ilgāk par pārējo saturu, un saturu – ilgāk par ierakstu, ka saruna notikusi.',
  periods_unchanged: 'Šādi termiņi jau ir spēkā.',
  proposal_waiting: 'Viens termiņu maiņas priekšlikums jau gaida lēmumu. Vispirms jāizlemj par to.',
  // datu subjektu pieprasījumi
  request_state_wrong:
    'Šajā stāvoklī ar pieprasījumu to darīt nevar. Pārlādējiet lapu, lai redzētu, kas noticis.',
  identity_not_verified:
    'Vispirms jāpārbauda, vai pieprasītājs ir tas, par ko uzdodas (VDAR 12. panta 6. punkts).',
  article_does_not_fit:
    'Ar šādu pamatojumu uz šo pieprasījumu atbildēt nevar. Norādiet pantu, kas uz to attiecas.',
  processing_restricted:
    'Šo datu apstrāde ir ierobežota pēc datu subjekta pieprasījuma (VDAR 18. vai 21. pants), tāpēc tie nav pieejami.',
  verification_under_way: 'Viena pārbaude jau notiek. Pagaidiet, līdz tā beigsies.',
  breach_undecided: 'Vispirms norādiet, kad paziņots iestādei un kas izlemts par skarto personu informēšanu.',
  // paša cilvēka lapa
  subject_sign_in_required:
    'Pusstunda ir pagājusi vai kods šajā pārlūkā vēl nav ievadīts. Palūdziet jaunu kodu.',
  subject_number_refused: 'Uz šādu numuru kodu nosūtīt nevaram. Pārbaudiet ciparus un valsts kodu.',
  subject_code_wrong:
    'Kods nav pareizs vai vairs neder. Pārbaudiet pēdējo īsziņu; pēc pieciem mēģinājumiem vajag jaunu kodu.',
  subject_limit_reached: 'Tuvākajā laikā vairāk kodu nesūtīsim. Pagaidiet stundu un mēģiniet vēlreiz.',
  subject_call_on: 'Šī saruna vēl notiek. Kad tā būs beigusies, tās saturu varēsiet izdzēst.',
  // citas operatora sistēmas
  system_key_required: 'Pievienojiet sistēmas atslēgu: Authorization: Bearer zvana_….',
  system_key_unknown:
    'Šādas atslēgas te nav, vai arī tā ir atsaukta. Palūdziet jaunu pakalpojuma uzturētājam.',
  system_key_expired: 'Atslēgas termiņš ir beidzies. Palūdziet nākamo pakalpojuma uzturētājam.',
  system_controller_wrong: 'Šī atslēga pieder citam pārzinim, nevis pieprasījumā nosauktajam.',
  system_purpose_refused: 'Šī sistēma par šo nolūku vai kanālu jautāt nedrīkst.',
  cursor_wrong: 'Šāda norāde šai sistēmai nav izsniegta. Sāciet bez tās.',
  // e-pasts
  mail_address_invalid: 'Šī nav e-pasta adrese. Pārbaudiet, vai tā ievadīta pareizi.',
  mail_nothing_shown: 'Sarunā netika rādīta neviena pamācība, ko varētu atsūtīt.',
  mail_limit_reached: 'Uz šo adresi vai no šīs sarunas jau sūtīts vairākas reizes. Mēģiniet rīt.',
  mail_off: 'E-pastu no šejienes pašlaik nesūta.',
  offer_unknown: 'Šāda piedāvājuma nav.',
  // telefonija
  signature_missing: 'Ziņojumam nav paraksta. Pievienojiet paraksta galveni un sūtiet vēlreiz.',
  signature_wrong: 'Ziņojuma paraksts nav pareizs. Pārbaudiet kopīgo atslēgu.',
  signature_expired: 'Ziņojuma paraksts ir novecojis. Pārbaudiet pulksteni un sūtiet vēlreiz.',
  controller_unknown: 'Šāda pārziņa šeit nav. Pārbaudiet tā apzīmējumu adresē.',
  internal_error: 'Mūsu pusē notikusi kļūda. Pēc brīža mēģiniet vēlreiz.',
};
