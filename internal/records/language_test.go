package records

import (
	"strings"
	"testing"
)

func TestKnownLanguage(t *testing.T) {
	for text, known := range map[string]bool{
		"": true, "Laptops, servers": true,
		"The scope of the system covers all of the offices and the people in the company.":                                                                                  true,
		"Diese Richtlinie gilt für alle, die mit den Systemen der Firma arbeiten, und ist verbindlich.":                                                                     true,
		"La politique est applicable dans les bureaux et sur les sites de la société, pour le personnel et les clients, que nous servons.":                                  false,
		"El sistema se aplica a los empleados y las oficinas de la empresa, y por los proveedores para el servicio con los clientes.":                                       false,
		"Het beleid van de organisatie is voor een ieder, en het wordt niet met anderen gedeeld; een kopie van het beleid is voor onze klanten.":                            false,
		strings.Repeat("この方針は全従業員に適用される。", 20):                                                                                                                              false,
		"The policy (fr: la politique de sécurité et les règles) of the group applies to the offices of the company and to the plants of it, and is the rule of the house.": true,
	} {
		if got := KnownLanguage(text); got != known {
			t.Errorf("%q: %v", text, got)
		}
	}
}
