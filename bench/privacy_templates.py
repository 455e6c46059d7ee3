"""Sentences with slots `{value}` of `bench.privacy_values`. Those of "held_out" were written for measuring only."""

TEMPLATES = {
    "tuning": """
Mr. {surname} was seen today.
Mrs. {name} tolerated this well.
Dr. {surname} was present throughout.
The case was discussed with Dr. {name}.
pt. {given} doing well.
Patient {name} was consented.
Her daughter {given} was at the bedside.
His wife, {name}, gave the history.
{name} is a pleasant patient who returns for follow up.
{given} reports feeling better.
{surname} has had no further pain.
patient {name_lower} seen in clinic.
spoke with {name_lower} by phone.
{given_lower} states that the pain is worse at night.
Dictated by: {name}, MD
Electronically signed by {name_mi}, M.D.
NAME: {last_first}
PATIENT: {last_first_upper}
{name_upper}
Referring physician: {initial_name}
Seen by {initial_name} in consultation.
Patient {initials} was reviewed.
Initials: {initials}
She lives in {city} with her husband.
He is originally from {city}, {zip_state}.
lives in {city_lower} with family.
She was transferred from {hospital}.
He was seen at {hospital} for the same complaint.
He works at {employer}.
Address: {us_address}
She lives at {street}.
found down at {street_lower} by neighbors.
Mailing address {street}, ZIP {zip}.
Home postcode {postcode}.
Seen on {date_num}.
Date of birth: {date_num}.
She was admitted {date_words} with fever.
Surgery took place on {date_day}.
Last colonoscopy {date_month}.
Follow up labs on {date_short} were normal.
Symptoms began in {month}.
He fell on {holiday}.
This {age}-year-old man has been well.
She is {age} years old.
{age} yo F with chest pain.
Contact phone {phone_us}.
Please call {phone_us} with questions.
Cell: {phone_bare}
Her number is {phone_short}.
Telephone {phone_uk}.
Pager {extension}.
Email {email}.
Reach the family at {email} or {phone_us}.
SSN {ssn}.
Social security number is {ssn}.
National insurance number {nino}.
Passport no. {passport}.
MRN {mrn}.
MRN: {mrn}
Medical record number {mrn}.
Hospital no: {mrn}
Accession # {accession}.
NHS number {nhs}.
Medicare ID {mbi}.
Member ID: {member}
Account number {account}.
Acct #{account}
Card on file {card}.
IBAN {iban}.
NPI {npi}.
DEA {dea}.
License no. {licence}.
License plate {plate}.
Car registration {plate_uk}.
VIN {vin}.
Pacemaker serial number {serial}.
Implant S/N {serial}.
UDI {udi}.
Logged in from {ip}.
Website: {url}
See {url} for pictures.
Instagram handle {at_handle}.
On Twitter as {at_handle}.
La paciente {name_es} acudió a consulta.
Sr. {surname_es} refiere dolor.
Su hija {given_es} acompaña al paciente.
Fecha de nacimiento: {date_es}.
Ingresó el {date_es} en el {hospital_es}.
Vive en {street_es}, {city_es}.
DNI {dni}.
NIE: {nie}
Teléfono {phone_es}.
Matrícula {plate_es}.
Paciente de {age} años.
Mme {name_fr} a été hospitalisée.
Le patient, M. {surname_fr}, va bien.
Sa fille {given_fr} est présente.
Née le {date_fr}.
Hospitalisé au {hospital_fr} le {date_fr}.
Habite {street_fr}, {city_fr}.
NIR {nir}.
Tél. {phone_fr}.
Véhicule immatriculé {plate_fr}.
Patiente de {age} ans.
{name}, a retired teacher, came with her son.
Ms {surname}'s symptoms improved.
The patient ({name}) was prepped.
Nurse {given} changed the dressing.
per {surname} no further workup.
Attending: {surname}
Attending {surname}, resident {surname}.
his son {given_lower} helps at home.
nephew, {given}, will collect her.
The twins {given} and {given} are well.
Spoke to {surname} about the results.
neighbor {name} called 911.
mrs {surname_lower} feels well.
dr {surname_lower} notified.
Case manager {name} to arrange transport.
Thanks, {given}
{given} was discharged home.
{given} has a history of asthma.
{given} is here with his mother.
Today {given} looks comfortable.
We discussed options with {given} at length.
{surname} is scheduled for surgery.
The {surname} family was updated.
I saw {name} in clinic.
I had the pleasure of seeing {name} today.
RN {name} at bedside.
Cardiology ({surname}) to see.
{last_first} was discharged.
MR. {name_upper} TOLERATED THE PROCEDURE.
{name_lower} was seen today
Surgeon was {surname}.
Care transferred to {initial_name}.
{surname}, {given}
John Doe alias {name} gave consent.
The family of {name} agrees.
{date_num} visit note
seen {date_num} for follow-up
on {date_short} he vomited.
Labs {date_short}: normal.
between {date_day} and {date_day} she was well.
from {date_short} through {date_short} antibiotics.
Monday, {date_day} she fell.
Scheduled for {date_day}.
Last seen {date_month}.
Hospitalized early {month}.
Since {month} she has lost weight.
Expected in {month}.
Next visit {date_words}.
Discharge date {date_num}
aged {age} years.
a {age} yo woman.
{age}yo M.
{age}F with falls.
age {age}.
her {age} year old mother.
{age} y.o. gentleman.
at the age of {age} he still drives.
Grandmother lived to {age} years.
She moved from {city} in childhood.
From the {city} area.
He was born in {city}.
born in {city_lower}.
Resident of {city}.
He has a farm outside {city}.
{city} native.
visiting {city} last week.
She drove from {city} this morning.
Worked in {city} as a welder.
in {city}, she was treated for asthma.
Hometown: {city}
{city}, {zip_state}
She flew to {city}.
The accident happened near {city}, {zip_state}.
transferred to {hospital}
sent to {hospital} by ambulance
{hospital} records show asthma.
admitted at {hospital} overnight.
He teaches at {employer}.
Job: {employer} driver.
Lives on {street}.
Residence is {street}, {city}, {zip_state} {zip}.
Ship to {street}.
El paciente {given_es} refiere mejoría.
Doña {given_es} vive sola.
Dr. {surname_es} informa.
Acompañado por su esposa {name_es}.
Vive en {city_es} con su familia.
Natural de {city_es}.
Trasladado al {hospital_es}.
Visto el {date_es}.
Patiente {name_fr}, vue en consultation.
Monsieur {surname_fr} est sorti.
Son frère {given_fr} a appelé.
Elle habite à {city_fr}.
Transféré de {hospital_fr}.
Vu le {date_fr}.
""",
    "held_out": """
This is {name}, who comes in with the complaint above.
Ms. {surname} declined further workup.
We appreciate the referral from Dr. {name}.
Dr {surname_lower} will follow.
Assisted by {name}, RN.
Mr {given} {surname} agreed to the plan.
{name} underwent the procedure without complication.
{given} was extubated in the room.
I explained the risks to {given} and {given}.
Informed consent was signed by {name}, the patient's sister.
Pt {given_lower} c/o nausea.
called {name_lower} with the results.
The mother ({name}) agreed.
Her husband {given} drove the patient home.
His brother's name is {given}.
{surname} was then moved to recovery.
Discussed with {surname} from surgery.
{name_mi} presented to the emergency department.
Pathologist: {name}
cc: {initial_name}
Thank you, {name}
{last_first} (seen with resident)
RE: {last_first_upper}
SURGEON: {name_upper}, M.D.
We saw patient {initials} in the office.
The family moved here from {city} last year.
Recently traveled to {city}.
Patient resides in {city}, {zip_state}.
She was flown in from {city}.
Referred from {hospital} for a second opinion.
Prior records from {hospital} were reviewed.
Employed by {employer}.
Current residence: {us_address}.
EMS picked him up at {street}.
Home is {street}, {city}.
Return mail to {zip4}.
The practice is in {postcode}.
DOB {date_num}
She was last evaluated {date_num}.
Chemotherapy was started {date_words}.
Dictated {date_words}
An MRI dated {date_words} was unremarkable.
He will return {date_day}.
Diagnosed in {date_month}.
Blood was drawn {date_short}.
Last menstrual period was in {month}.
The rash started the week of {holiday}.
The patient, aged {age}, lives independently.
Father died at age {age}.
{age} y/o male nursing home resident.
Can be reached at {phone_us}.
Phone: {phone_us}
Fax {phone_us}
Daughter's cell {phone_bare}.
Mobile {phone_uk}.
Her GP can be rung on {phone_uk}.
Ext. {extension}.
Send results to {email}.
e-mail: {email}
SS# {ssn}
Her social is {ssn}.
NINO {nino}
Passport {passport}
Med rec #{mrn}
Chart number: {mrn}
Patient ID {mrn}
Unit number {mrn}
MR# {mrn}
Specimen number {accession}.
NHS no. {nhs}
MBI: {mbi}
Policy number {member}.
Subscriber ID {member}
Bank account {account}.
Paid by card {card}.
Refund to {iban}.
Provider NPI: {npi}
DEA number {dea}
Driver's license {licence}.
Medical licence {licence}
Arrived in a car with plate {plate}.
Reg. {plate_uk}
Vehicle VIN {vin}.
Insulin pump, serial {serial}.
The device (serial no. {serial}) was interrogated.
Device identifier {udi}
Portal access from IP {ip}.
The family keeps a blog at {url}.
TikTok: {at_handle}
Her username on Facebook is {handle}.
Se trata de {name_es}, natural de {city_es}.
Firmado: Dra. {name_es}
El marido, {given_es}, aporta informes.
D. {name_es} consulta por disnea.
Nacido el {date_es}.
Intervenido en {hospital_es} en {date_es}.
Domicilio: {street_es}.
Con DNI {dni}.
Móvil {phone_es}
Coche con matrícula {plate_es}.
Madame {surname_fr} se plaint de douleurs.
Adressé par le Dr {name_fr}.
Son mari {given_fr} l'accompagne.
Né le {date_fr} à {city_fr}.
Opérée à la {hospital_fr} en {date_fr}.
Domicile : {street_fr}.
N° de sécurité sociale {nir}
Portable {phone_fr}
Mujer de {age} años con disnea.
Homme de {age} ans.
""",
}
