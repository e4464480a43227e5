// Package publication works out what the site of a repository says: which words of each document are shown, who
// approved them, where their links and images lead. It fills a sitegen.Site from the register of the main line's
// commit and what history says of it, asking standing for every answer that others give, too. It must not know how a
// page looks.
package publication
