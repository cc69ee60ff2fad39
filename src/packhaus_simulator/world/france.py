"""French word lists."""

from packhaus_simulator.world.country import Country, lines, places, words

FRANCE = Country(
    code="FR",
    given=words("""
        Amélie Benoît Chloé Désiré Éléonore François Gaël Hélène Irénée Joëlle Kévin Léa Maëlle Noémie
        Océane Prosper Quentin Renée Stéphane Thérèse Urbain Valérie Yaëlle Zélie Théo
    """),
    family=words("""
        Béranger Chênevert Delaître Évrard Fouché Guérin Hébert Isnard Joliveau Kerléo Lefèvre Mérimée Noël
        Ouvrard Prévôt Quémeneur Rébillon Séguin Thévenot Vigneault Crépin Lelièvre Boisjoly Grandpré
        Hyvernaud
    """),
    streets=lines("""
        rue de la République
        avenue des Frères Lumière
        boulevard Général Leclerc
        allée des Érables
        place du Marché aux Herbes
        impasse du Vieux Chêne
        chemin des Écoliers
        rue Saint-André
        quai des Célestins
        rue de l'Évêché
        route de Sélestat
        cours Mirabeau
    """),
    places=places("""
        75011|Paris|Île-de-France
        69002|Lyon|Auvergne-Rhône-Alpes
        13001|Marseille|Provence-Alpes-Côte d'Azur
        67600|Sélestat|Grand Est
        42000|Saint-Étienne|Auvergne-Rhône-Alpes
        35000|Rennes|Bretagne
        29000|Quimper|Bretagne
        45000|Orléans|Centre-Val de Loire
        34500|Béziers|Occitanie
        14000|Caen|Normandie
    """),
    street_line="{number} {street}",
    house_numbers=("{n}", "{n}", "{n} bis", "{n} ter", "{n}B"),
    phones=("+33 6 39 {a} {b}", "0639{a}{b}"),
    companies=("Pâtisserie {f}", "{f} & Fils SARL", "Cabinet {f} SELARL"),
    second_lines=("Bâtiment {k}, 2e étage", "Résidence Les Tilleuls", "Appartement {k}", "Escalier {k}"),
    third_lines=("Interphone {f}", "Livraison côté cour", "Digicode {k}A{m}"),
    care_of="chez {p}",
    gifts=lines("""
        Joyeux anniversaire {a} ! 🎂 Déjà {n} ans… {b}
        Félicitations pour votre mariage, {a} 💐 – {b} et les {n} cousins
        Merci {a} pour ces {n} jours à la mer 🌊 Bisous, {b}
        Joyeux Noël chère {a} 🎄 de la part de {b}, colis n° {n}
    """),
)
