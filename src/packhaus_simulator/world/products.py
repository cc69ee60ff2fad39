"""The shop's catalog: household goods with German titles, their prices and true weights.

A line is ``SKU|title|price in cents|grams|how the listing says it``. The last part names attribute and unit:
``P`` item_package_weight, ``W`` website_shipping_weight, ``I`` item_weight; ``g kg lb oz``. ``-`` means that
the listing carries no weight at all.
"""

from dataclasses import dataclass

from packhaus_simulator.world.country import lines

_ATTRIBUTES = {"P": "item_package_weight", "W": "website_shipping_weight", "I": "item_weight"}
_UNITS = {"g": "grams", "kg": "kilograms", "lb": "pounds", "oz": "ounces"}
GRAMS_IN = {
    "grams": 1.0,
    "kilograms": 1000.0,
    "pounds": 453.59237,
    "ounces": 28.349523125,
    "milligrams": 0.001,
}


@dataclass(frozen=True)
class Product:
    """One SKU. ``grams`` is the truth, ``weight`` how the listing tells it: attribute and unit."""

    sku: str
    asin: str
    title: str
    price_cents: int
    grams: int
    weight: tuple[str, str] | None

    @property
    def weight_value(self) -> float:
        """The true weight in the listing's unit."""
        return round(self.grams / GRAMS_IN[self.weight[1]], 3) if self.weight else 0.0


_LINES = lines("""
    KAFFEE-FP-1L|Bodensee Kaffeebereiter French Press, 1 Liter, Edelstahl, doppelwandig|3499|1150|P kg
    TEE-GLAS-1.2|Ostfriesen-Teekanne aus Borosilikatglas mit Stövchen, 1,2 l|2995|980|P g
    TEE-STÖV-WS|Stövchen aus weißem Porzellan, für Teelichte|1290|420|P g
    MESSER-KOCH20|Solinger Kochmesser 20 cm, geschmiedet, Griff aus Räuchereiche|6990|310|P g
    MESSER-BROT|Brotmesser mit Wellenschliff, 23 cm Klinge|3990|240|P oz
    BRETT-EICHE-L|Schneidebrett Eiche, 45 × 30 cm, mit Saftrille|4450|2350|P kg
    BRETT-BUCHE-S|Frühstücksbrettchen Buche, 4er-Set|1695|720|W g
    PFANNE-GUSS28|Gusseiserne Bratpfanne 28 cm, eingebrannt, mit Ausgießer|4995|2950|P kg
    PFANNE-CREP26|Crêpe-Pfanne 26 cm, Carbonstahl|3290|1240|P kg
    TOPF-SUPPE-8L|Suppentopf 8 Liter mit Deckel, induktionsgeeignet|5990|2480|P kg
    TOPF-MILCH|Milchtopf mit Schüttrand, emailliert, 1,5 l|2490|830|-
    SIEB-SPITZ|Spitzsieb Edelstahl, 20 cm, feinmaschig|1790|260|P g
    SCHÄLER-QUER|Querschäler mit Edelstahlklinge, spülmaschinenfest|690|45|P g
    REIBE-MUSKAT|Muskatreibe mit Vorratsfach|890|38|P g
    MÖRSER-GRANIT|Mörser mit Stößel aus Granit, Ø 14 cm|2990|3400|P lb
    WAAGE-KÜ-5|Digitale Küchenwaage bis 5 kg, Glasfläche|1990|540|I g
    DOSE-VORRAT-3|Vorratsdosen mit Bügelverschluss, 3er-Set, luftdicht|2690|1860|P kg
    DOSE-BROT-WS|Brotkasten aus Metall mit Bambusdeckel, weiß|3790|2150|P lb
    FLASCHE-ISO-05|Isolierflasche 0,5 l, Edelstahl, hält 12 h heiß|2295|380|P g
    FLASCHE-ISO-1|Isolierflasche 1 l, mattschwarz|2995|560|P oz
    BECHER-EMA-2|Emaillebecher 350 ml, 2er-Set, himmelblau|1890|440|W g
    GLAS-WEIN-6|Weißweingläser, 6 Stück, 300 ml, mundgeblasen|4990|1320|P kg
    GLAS-SCHNAPS|Schnapsgläser 2 cl, 12er-Set|1490|690|-
    KARAFFE-1L|Wasserkaraffe 1 l mit Korkdeckel|1990|610|P g
    BESTECK-24|Besteck-Set 24-teilig, Edelstahl poliert, für 6 Personen|5990|1750|P kg
    SCHÜRZE-LEI|Kochschürze aus Leinen, anthrazit, verstellbar|2490|330|P g
    TUCH-GESCH-5|Geschirrtücher Halbleinen, 5er-Pack, kariert|1995|410|P g
    TUCH-SPÜL-10|Spültücher aus Baumwolle, 10er-Pack|1290|350|W g
    BÜ-RSTE/HOLZ|Spülbürste aus Buchenholz, Naturborsten, 2 Stück|990|110|P g
    BÜRSTE-FUSS|Schuhputzbürste Rosshaar, groß|1190|180|-
    SEIFE-OLIVE|Olivenölseife aus Kreta, 6 × 100 g|1490|640|P g
    SEIFE-SPENDER|Seifenspender Keramik, 300 ml, sandfarben|1690|450|P g
    KERZE-BIENE-4|Bienenwachskerzen, 4 Stück, handgezogen|1990|520|P oz
    KERZE-STUMPEN|Stumpenkerze 20 cm, elfenbein|1190|760|P g
    LATERNE-ZINK|Gartenlaterne aus Zink, 38 cm, mit Glas|3490|1980|P kg
    VASE-STEINGUT|Bodenvase Steingut, 40 cm, graublau|4490|3150|P kg
    TOPF-PFLANZ-3|Pflanztöpfe Terrakotta, 3er-Set mit Untersetzer|2790|4200|P kg
    GIESSK-1.5L|Zimmergießkanne 1,5 l, verzinkt, langer Ausguss|2190|620|P g
    SCHERE-GARTEN|Gartenschere Bypass, 21 cm, geschmiedet|2990|270|P g
    HANDSCHUH-G-M|Gartenhandschuhe Rindsleder, Größe M|1590|160|P g
    SAMEN-WIESE|Wildblumenwiese, Saatgut für 25 m²|1290|280|P g
    VOGELHAUS-DIY|Vogelhaus-Bausatz Lärche, mit Anleitung|2490|1450|-
    DECKE-WOLLE|Wolldecke Merino, 140 × 200 cm, natur|8990|1350|P kg
    KISSEN-DINKEL|Dinkelkissen 40 × 40 cm, Bezug Bio-Baumwolle|2990|1600|P kg
    HANDTUCH-4|Handtücher 50 × 100 cm, 4er-Set, 500 g/m²|3490|1080|P kg
    BADETEPPICH|Badteppich Baumwolle 60 × 100 cm, petrol|2790|1240|P lb
    HAKEN-MESSING|Wandhaken Messing, 3 Stück, gebürstet|2190|290|P g
    UHR-WAND-30|Wanduhr ohne Ticken, Ø 30 cm, Eiche|3990|920|I kg
    LAMPE-TISCH|Tischleuchte mit Leinenschirm, E14, H 38 cm|4490|1380|P kg
    LEUCHTM-E27|LED-Leuchtmittel E27, 8 W, warmweiß, 3er-Pack|1490|170|P g
    BATTERIE-24|Batterien AA, 24 Stück, Alkaline|1190|580|P g
    WERKZ-SET-39|Werkzeugkoffer 39-teilig für den Haushalt|3990|2760|P lb
    SPIEL-MEMO|Memo-Spiel „Heimische Vögel“, 72 Karten|1690|510|P g
    PUZZLE-1000|Puzzle „Neuschwanstein“, 1000 Teile|1490|680|-
    HEFT-A5-5|Notizhefte A5 dotted, 5er-Pack, Recyclingpapier|1390|560|P g
    STIFT-FÜLLER|Schulfüller Feder M, Buche geölt|2490|60|P g
    KORB-WEIDE-M|Weidenkorb mit Henkel, 40 cm|3290|1150|P kg
    WÄSCHEKORB|Wäschesammler Rattan mit Deckel, 60 l|5990|3600|P kg
    BÜGELBRETT-T|Tisch-Bügelbrett klappbar, 80 × 30 cm|2690|2200|-
    WÄRMFL-STRICK|Wärmflasche mit Strickbezug, 2 l|1890|390|P oz
    SCHLITTEN-110|Davoser Schlitten, Esche, 110 cm, mit Zugseil|7990|6800|P kg
    KAMINHOLZ-15|Kaminholzkorb Filz, bis 15 kg|2990|900|P g
    HANTEL-2X8|Kurzhanteln 2 × 8 kg, Gusseisen|7490|16500|P kg
    TEE+SIEB|Teesieb mit Ablage, Edelstahl & Silikon|990|70|P g
""")

_VARIANTS = (
    "anthrazit",
    "salbei",
    "2er-Set",
    "natur",
    "weinrot",
    "XL",
    "nachtblau",
    "Geschenkbox",
    "sand",
    "3er-Set",
)


def _product(number: int, sku: str, title: str, cents: int, grams: int, weight: str) -> Product:
    told = None
    if weight != "-":
        attribute, unit = weight.split()
        told = (_ATTRIBUTES[attribute], _UNITS[unit])
    return Product(sku, f"B0D{number * 7919 % 9_999_991:07d}", title, cents, grams, told)


def catalog(count: int) -> list[Product]:
    """The first ``count`` products; after the base ones come their variants, which all carry a weight."""
    base = [line.split("|") for line in _LINES]
    products: list[Product] = []
    while len(products) < count:
        number = len(products)
        sku, title, cents, grams, weight = base[number % len(base)]
        turn = number // len(base)
        if turn:
            variant = _VARIANTS[(turn - 1) % len(_VARIANTS)]
            again = (turn - 1) // len(_VARIANTS)
            sku, title = f"{sku}-V{turn}", f"{title}, {variant}" + (f" ({again + 1})" if again else "")
            weight = "P g" if weight == "-" else weight
        products.append(_product(number, sku, title, int(cents), int(grams), weight))
    return products


BASE_COUNT = len(_LINES)
