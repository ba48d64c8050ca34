import json
from collections.abc import Mapping
from typing import Any

import pyshacl
import pytest
from rdflib import RDF, SDO, Graph, URIRef

from catalogue.publishing import PublicContact, PublicCourse, publish
from catalogue.records import Record
from reports.jsonld import Addresses, course_list, course_object, embedded, urn
from tests.reports import samples

# rdflib warns of its own parser's class.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
CAMPAIGN = "course-catalogue-2025"
NEWER = {URIRef(f"https://schema.org/{name}") for name in ("Syllabus", "syllabusSections")}
"""Terms of schema.org that came after the list of rdflib was drawn up."""
CONTEXT = {
    "@vocab": str(SDO),
    "url": {"@type": "@id"},
    "image": {"@type": "@id"},
}
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix s: <https://schema.org/> .
@prefix x: <urn:x:> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

x:List a sh:NodeShape ; sh:targetClass s:ItemList ; sh:closed true ;
  sh:ignoredProperties ( <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ) ;
  sh:property [ sh:path s:numberOfItems ; sh:datatype xsd:integer ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path s:name ; sh:minCount 1 ] , [ sh:path s:itemListElement ; sh:class s:ListItem ] .
x:Item a sh:NodeShape ; sh:targetClass s:ListItem ;
  sh:property [ sh:path s:position ; sh:datatype xsd:integer ; sh:minCount 1 ] ,
    [ sh:path s:item ; sh:class s:Course ; sh:minCount 1 ; sh:maxCount 1 ] .
x:Course a sh:NodeShape ; sh:targetClass s:Course ; sh:nodeKind sh:IRI ; sh:pattern "^urn:uuid:" ;
  sh:closed true ; sh:ignoredProperties ( <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ) ;
  sh:property [ sh:path s:name ; sh:datatype xsd:string ; sh:minLength 1 ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path s:description ; sh:datatype xsd:string ; sh:minLength 1 ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path s:provider ; sh:class s:EducationalOrganization ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path s:educationalLevel ; sh:minCount 1 ; sh:maxCount 1 ;
      sh:in ( "đào tạo ngắn hạn" "sơ cấp" "trung cấp" "cao đẳng" ) ] ,
    [ sh:path s:isAccessibleForFree ; sh:datatype xsd:boolean ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path s:hasCourseInstance ; sh:class s:CourseInstance ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path s:offers ; sh:class s:Offer ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path s:inLanguage ; sh:hasValue "vi" ] ,
    [ sh:path s:url ; sh:nodeKind sh:IRI ; sh:maxCount 1 ] , [ sh:path s:image ; sh:nodeKind sh:IRI ] ,
    [ sh:path s:educationalCredentialAwarded ; sh:datatype xsd:string ] ,
    [ sh:path s:syllabusSections ; sh:class s:Syllabus ] .
x:Instance a sh:NodeShape ; sh:targetClass s:CourseInstance ; sh:closed true ;
  sh:ignoredProperties ( <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ) ;
  sh:property [ sh:path s:courseMode ; sh:minCount 1 ; sh:maxCount 1 ;
      sh:in ( "online" "onsite" "blended" ) ] ,
    [ sh:path s:courseWorkload ; sh:pattern "^PT[0-9]+H$" ; sh:maxCount 1 ] ,
    [ sh:path s:location ; sh:class s:VirtualLocation ] .
x:Offer a sh:NodeShape ; sh:targetClass s:Offer ; sh:closed true ;
  sh:ignoredProperties ( <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ) ;
  sh:property [ sh:path s:category ; sh:in ( "Free" "Paid" ) ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path s:price ; sh:datatype xsd:integer ; sh:maxCount 1 ] ,
    [ sh:path s:priceCurrency ; sh:in ( "VND" ) ; sh:maxCount 1 ] ;
  sh:or ( [ sh:property [ sh:path s:price ; sh:maxCount 0 ] ]
          [ sh:property [ sh:path s:priceCurrency ; sh:minCount 1 ] ] ) .
x:School a sh:NodeShape ; sh:targetClass s:EducationalOrganization ; sh:nodeKind sh:IRI ;
  sh:property [ sh:path s:name ; sh:minCount 1 ] .
"""


def graph_of(described: Mapping[str, Any]) -> Graph:
    """The triples of an object, its context taken from here and not from the network."""
    local = {**described, "@context": CONTEXT}
    return Graph().parse(data=json.dumps(local, ensure_ascii=False), format="json-ld")


def public(*records: Record) -> tuple[PublicCourse, ...]:
    return publish(samples.unit(), records, (), in_person=True).courses


def described(course: PublicCourse, **more: Any) -> dict[str, Any]:
    return course_object(CAMPAIGN, samples.unit(), course, **more)


def feed() -> dict[str, Any]:
    courses = public(
        samples.course(),
        samples.course("Hàn điện", "c2", fee="free", fee_vnd=None, duration="300 giờ", delivery="online"),
        samples.course("Tiện ren", "c3", fee_vnd=None, delivery="in_person", url=None, curriculum=None),
    )
    at = Addresses(
        course="https://hoc.example/c", school="https://hoc.example/s", images=("https://hoc.example/a.jpg",)
    )
    text = "".join(course_list("Khóa học", (described(one, at=at) for one in courses)))
    read: dict[str, Any] = json.loads(text)
    assert read["@context"] == "https://schema.org"
    return read


def test_the_feed_conforms_to_the_shapes_of_course_instance_offer_and_school() -> None:
    conforms, _graph, words = pyshacl.validate(
        graph_of(feed()), shacl_graph=Graph().parse(data=SHAPES, format="turtle")
    )
    assert conforms, words


def test_the_shapes_refuse_a_feed_without_what_they_ask_for() -> None:
    broken = feed()
    del broken["itemListElement"][0]["item"]["provider"]
    broken["itemListElement"][1]["item"]["offers"]["price"] = "miễn phí"
    conforms, _graph, words = pyshacl.validate(
        graph_of(broken), shacl_graph=Graph().parse(data=SHAPES, format="turtle")
    )
    assert not conforms
    assert words.count("Constraint Violation") == 2


def test_every_term_of_the_feed_is_one_of_schema_org() -> None:
    contact = PublicContact(id="p", name="Nguyễn Văn An", position="Tư vấn", phone="+84909123456")
    graph = graph_of(feed()) + graph_of(described(public(samples.course())[0], contacts=(contact,)))
    used = {term for _s, verb, thing in graph for term in (verb, thing if verb == RDF.type else verb)}
    known: Any = SDO
    assert {term for term in used - {RDF.type} if term not in known} == NEWER


def test_a_course_comes_back_from_its_triples_as_it_went() -> None:
    graph = graph_of(feed())
    name = URIRef(urn(CAMPAIGN, "course", "c2"))
    assert str(graph.value(name, SDO.name)) == "Hàn điện"
    instance, offer = graph.value(name, SDO.hasCourseInstance), graph.value(name, SDO.offers)
    assert str(graph.value(instance, SDO.courseWorkload)) == "PT300H"
    assert (str(graph.value(offer, SDO.category)), graph.value(offer, SDO.price).toPython()) == ("Free", 0)  # type: ignore[union-attr]
    assert len(list(graph.subjects(RDF.type, SDO.EducationalOrganization))) == 1


def test_what_is_not_known_is_left_out() -> None:
    [course] = public(samples.course(fee_vnd=None, duration="3 tháng", url=None, certificate=None))
    said = described(course)
    assert said["offers"] == {"@type": "Offer", "category": "Paid"}
    assert said["hasCourseInstance"] == {"@type": "CourseInstance", "courseMode": "blended"}
    assert {"url", "image", "educationalCredentialAwarded"}.isdisjoint(said)
    assert not [key for key in json.dumps(said) if key in ("startDate", "endDate")]


@pytest.mark.parametrize(
    ("duration", "workload"),
    [
        ("300 giờ", "PT300H"),
        ("45 giờ học", "PT45H"),
        ("45 tiết", None),
        ("3 tháng", None),
        ("30-45 giờ", None),
    ],
)
def test_only_hours_are_a_workload(duration: str, workload: str | None) -> None:
    [course] = public(samples.course(duration=duration))
    assert described(course)["hasCourseInstance"].get("courseWorkload") == workload


def test_nothing_that_a_school_writes_can_end_the_script_that_holds_it() -> None:
    evil = '</script><script>alert("1")</script><!-- & \u2028'
    [course] = public(samples.course(evil, content=evil))
    text = embedded(described(course))
    assert not {"<", ">", "&", "\u2028"} & set(text)
    assert json.loads(text)["name"] == evil
