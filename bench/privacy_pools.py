"""Names, places and words from which the privacy bench makes identifiers: by half, in three languages.

Those of "held_out" are others than those of "tuning", many of them in no list that the screens have.
"""

GIVEN = {
    "tuning": (
        "John Mary Robert Patricia Michael Linda William Barbara David Elizabeth Aisha Mohammed Priya Rahul Wei Mei Kwame Chidi Ngozi Fatima Omar Yusuf Siobhan Niamh Owen Gareth Rhys Hamish "
        "Olga Dmitri Svetlana Piotr Agnieszka Katarzyna Giulia Matteo Ingrid Lars Hiroshi Yuki Thabo Zanele Grace Will Mark Hope Rose Dawn Tyrell LaToya DeShawn Keisha Brayden Kayleigh"
    ),
    "held_out": (
        "Edward Susan Thomas Margaret Anthony Donna Kevin Deborah Jason Melissa Zainab Ibrahim Lakshmi Arjun Xin Ling Kofi Emeka Adaeze Layla Tariq Hassan Aoife Ciara Dylan Angharad Ewan Morag "
        "Natalia Sergei Irina Tomasz Małgorzata Zofia Chiara Lorenzo Astrid Björn Kenji Sakura Sipho Nomvula Faith Bill Frank Joy Violet Summer Jamal Shanice Marquis Ebony Jaxon Paisley"
    ),
}
SURNAMES = {
    "tuning": (
        "Smith Johnson Williams Brown Jones Garcia Miller Davis Okafor Mensah Adeyemi Nguyen Tran Patel Sharma Iyer Kim Park Chen Zhang O'Brien Murphy MacDonald Evans Kowalski Nowak Ivanov Petrova "
        "Rossi Schmidt Müller Jansen Larsen Tanaka Dlamini Haddad Rahman Begum Whitfield Hargreaves Featherstone Birtwistle Smith-Jones White Young Hill Cook Bishop Price Long Stone"
    ),
    "held_out": (
        "Anderson Taylor Moore Jackson Martinez Lee Thompson Harris Owusu Boateng Eze Pham Le Desai Banerjee Krishnamurthy Choi Liu Wang O'Sullivan Gallagher McKenzie Griffiths Wiśniewski Zieliński "
        "Smirnov Kuznetsova Ricci Weber Fischer Visser Andersson Watanabe Khumalo Mansour Chowdhury Ahmed Ashworth Ramsbottom Postlethwaite Throckmorton Taylor-Reed Green King Wood Bell Carter Rice Short Fields"
    ),
}
GIVEN_ES = {
    "tuning": "María José Carmen Antonio Lucía Javier Pilar Manuel Rosario Iker Nerea Guadalupe",
    "held_out": "Ana Juan Dolores Francisco Sofía Alejandro Mercedes Miguel Ximena Jordi Ainhoa Itziar",
}
SURNAMES_ES = {
    "tuning": "García Fernández López Martínez Sánchez Gómez Etxeberria Puig Ruiz Castro Flores Cruz",
    "held_out": "Rodríguez González Hernández Pérez Jiménez Moreno Goikoetxea Vila Romero Iglesias Leal Rey",
}
GIVEN_FR = {
    "tuning": "Marie Jean Nathalie Pierre Isabelle Michel Camille Théo Océane Loïc Rose Gaëlle",
    "held_out": "Françoise Philippe Sylvie Alain Monique Hugo Manon Baptiste Chloé Yann Aurore Solène",
}
SURNAMES_FR = {
    "tuning": "Martin Bernard Dubois Petit Moreau Lefèvre Le Goff Roux Blanc Benali",
    "held_out": "Durand Leroy Girard Fournier Mercier Boyer Le Gall Legrand Noir Traoré",
}
CITIES = {
    "tuning": "Boston/Chicago/Springfield/San Antonio/Baton Rouge/Leeds/Norwich/Tulsa/Smallville/Duluth/Great Falls/Newark/Cedar Rapids",
    "held_out": "Seattle/Houston/Greenville/Santa Fe/Des Moines/Sheffield/Exeter/Wichita/Millbrook/Fargo/Grand Rapids/Camden/Little Rock",
}
CITIES_ES = {
    "tuning": "Sevilla/Valladolid/San Sebastián/Guadalajara/Móstoles",
    "held_out": "Zaragoza/Pamplona/Santa Cruz de Tenerife/Monterrey/Alcorcón",
}
CITIES_FR = {
    "tuning": "Lyon/Rennes/Saint-Étienne/Grenoble/Brest",
    "held_out": "Toulouse/Nantes/Clermont-Ferrand/Montreuil/Annecy",
}
STREETS = {
    "tuning": "Maple Street/Oak Avenue/N. Washington Blvd/Elm St/Kings Road/Station Road/Old Mill Lane/3rd Street",
    "held_out": "Birch Lane/Cedar Court/West Jefferson Ave/Pine Ridge Drive/Queens Terrace/Church Close/Sycamore Way/42nd Avenue",
}
HOSPITALS = {
    "tuning": "St. Mary's Hospital/Mercy Medical Center/Riverside Community Hospital/Addenbrooke's Hospital/Cedar Grove Nursing Home/Lakeview Clinic",
    "held_out": "St. Luke's Medical Center/Good Samaritan Hospital/Northside Regional Medical Center/Royal Infirmary of Edinburgh/Willow Creek Rehabilitation Center/Harborview",
}
EMPLOYERS = {
    "tuning": "Walmart/Boeing/Lincoln High School/Ford Motor Company",
    "held_out": "Amazon/Tyson Foods/Roosevelt Middle School/Delta Airlines",
}
STATES = "TX CA IL OH MN NC".split()
MONTHS = "January February March April May June July August September October November December".split()
MONTHS_ES = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
MONTHS_FR = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
