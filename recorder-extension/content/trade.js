// Words of trade, stores and accounts, of applications and claims, that business software is labelled with, beside those
// that commands are led by: in small letters, sorted. They are told in the strict way alone, however they are written.
//
// None of them is first of all the name of a person, a company, a town or a country.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});

  ledgerium.trade = {
    de: `
      abgang abgelehnt abgelehnte abgerechnet abgeschlossen abgewickelt abgänge abholung abladestelle ablaufdatum
      ablehnung ablehnungen abmeldung abmessungen abnahme absage abschlag absender absolute absoluter absteigend
      abstimmen abstimmung abstimmungen abteilung abteilungen abweichung abweichungen abwesenheit abwesenheiten
      abwickeln administrator administratoren akte akten aktenzeichen aktion aktiv aktiviert aktualisiert aktualisierung
      aktuelle aktueller aktuelles allgemein alphanumerisch angelegt anlage anlagen anlieferung anliegen anmeldung
      anmeldungen anschrift ansprechpartner anspruch ansprüche antrag antrags antragsteller antragstellerin anträge
      antwort antworten anwesenheit api arbeitsschritt attributoption aufgegeben aufschlag aufschub aufsteigend aufwand
      ausbuchung ausführung ausgang ausgeführt ausgehende ausgemahnt ausgesetzt ausgewählt ausgewählte ausgewählten
      ausgänge auslagerung auslieferung ausländernummer ausnahme ausnahmen ausreichend ausschuss ausstehend
      ausverkauft-grenze auszahlung auszüge automatisch autorisiert barcode bauantrag bauanträge beantragt beantragte
      bearbeiter bedarf bedarfe bedingung beginn beginnt begründung begründungen behälter beim beinhaltende bemerkung
      bemerkungen benachrichtigung benutzerdefinierte berechnete berechtigungen beschaffung bescheid bescheide
      bescheinigung bescheinigungen beschreibung beschwerde beschwerden bestandsführung bestehende bestellanfrage
      bestelldatum bestellentwurf besteller bestellpositionen bestellprozess bestellstatus bestellsumme bestellt
      bestellvorschläge bestellwert bestellzeile bestellübersicht bestände bestätigt bewegen bewerber bewerbung
      bewerbungen bewertung bewertungen bewilligt bewilligung bewilligungen bezahlt bezahlung bezeichner bilanz bild
      bilder body bonität boolean breite brutto buchungssatz buchungssätze buchungszeitraum buchungszeiträume bundesland
      cache charge chargen coupon danach dateien dateiname dateipfad datumsbereich dauer deaktiviert debitor debitoren
      delegieren derzeit disposition dringend dupliziert durch durchführen durchgeführt durchschnittliche
      durchschnittlicher effektives eigene eilauftrag eilig eindeutige eingang eingereicht eingereichte eingänge einheit
      einheiten einkaufsannullierung einkäufe einlagerung einstandspreis einzahlung einzelpreis element empfänger ende
      entnahme entscheidung entscheidungen entschieden erbe erfasst erfasste erfassung erfolgt erfüllen erfüllt
      erfüllung ergebnis ergebnisse erhalten erhöhen erledigt erlöse ermittelte erneut ersetzt erstatten erstattet
      erstattung erstellende erstellt erstellte ertrag erzwingen express fallakte falsch fax fehlermeldung fertigung
      fester festgelegt festgeschrieben festpreislieferung filiale filialen float fokuspunkt fracht frachtbrief
      frachtführer fremdwährung frist fristen fälle fällen fälligkeitsdatum förderantrag förderanträge förderung
      förderungen geben gebühr gebühren gefahrgut genehmigen genehmiger genehmigte genehmigung genehmigungen geplante
      geplantes gesamt geschlossen geschäftsjahr gestellt gestern gesuch gesuche gewicht gewichtsbasierte
      gewichtsklassen gewonnen geändert gleich globale globalen grenzwert größe größer gutachten gutschein
      gutscheincodes gutscheine haben haltbarkeit handelsregisternummer herkunft hersteller heute hier hinterlegt
      hinweis hinzugefügt hochgeladen homepage html händler häufigkeit höhe identifikationsnummer identifikatoren
      identitätsnummer ignorierende ignorierte ihr ihre im incoterms inhalt inhalte inklusive inland integer interessent
      interessenten internationale interne interner inventur inventurdifferenz jahr jetzt journal journale kalkulation
      kanadische kanal kanals kanäle karton kartons kassenbuch katalog kg klasse kleiner klärung kommission
      kommissionierer kommissioniert kommissionierung kompaktformat konditionen konnte konnten kontenblätter kontenplan
      kontentyp kontoauszug kontoinhaber kopfdaten korrektur korrekturen kosten kostenart kostenträger krankmeldung
      krankmeldungen kredite kreditlimit kreditor kreditoren kumulative kurs kurse kurzes kündigung kündigungen ladung
      lagerort lagerorte lagerorts lagerperioden lagerplatz lagerplätze lagerumschlagshäufigkeit lastschrifteinzug
      lastschrifteinzüge laufzeit leergut leistung leistungen leitung lesbar letzte letzten letzter letztes
      lieferadresse lieferanschrift lieferavis lieferbedingung lieferbedingungen lieferdatum lieferfortschritt
      lieferkosten liefermethode lieferrückstand lieferstatus liefertermin liefervorbehalt lohn lose losgröße länder
      läuft machen mahnlauf mahnstufe mangel manuell margen marketing maßeinheit maßeinheiten meldung meldungen
      metadaten methode metriken mindestbestand mindestmenge mitglieder mitteilung mitteilungen mobiltelefon monat
      monate mwst nachfrage nachkommastellen nachname nachweis nachweise nationale netto neuanlage neueste niederlassung
      nr nummernkreis nummernkreise nur nutzungslimit nächste nächsten obergrenze offene oft operator option
      optionswerts organisationsnummer original palette paletten partei parteien partner passwort-zurücksetzung
      passwortrücksetzung passworts personalausweisnummer personalwesen personenkonten pflichtfeld planung posteingang
      posten postleitzahl privat pro produktattributs produktname produkts produkttyp progressive provinz provision
      provisionen prozentsatz prozentualer prüfer prüferin quelle quittung rabatte rahmenvertrag rechnungsfortschritt
      rechnungsstellung referenz region regionen regionsarten registriert reicht reihenfolge reise reisen
      reklamationsgrund reserviert reservierung rest reste retoure retouren retrograde rohstoff rohstoffe rotieren
      rotiert rückerstattung rückfrage rückfragen rücknahme rückstand rückstände rückverfolgung rückzahlung
      rückzahlungsgrund sachbearbeiter sachbearbeitung saldenliste saldenvortrag saldo sammelrechnung sammlung
      sammlungen schaden schadensfall schicht schichten schlüssel schreibgeschützt schwellenwert schäden seriennummer
      setzen sichtbar sichtbaren sichtbarkeit skonto sku skus slug soll sortiment sozialversicherungsnummer sparte
      spediteur spedition spesen spezifischer sprachen später standard-steuerzone standard-versandzone standardgewicht
      standardkanal standardkonto standardmäßig standardsprache standardsteuerregel standort standorte stapel startdatum
      stelle stellen stellungnahme stellungnahmen steuer steueridentifikator steuerkennziffern steuern steuersatz
      steuersatzes steuersätze storno stunde stunden störung störungen stück stücklistenbaum suche suchindex tarif
      teillieferung teilweise telefon terminieren test toleranz transaktions-id transit typ typen umbenannt umbuchung
      umgewandelt umgewandelte umlagerung umschalten unbekannter ungültige untergeordnet untergrenze unterlage
      unterlagen unternehmen unterstellte upcs urlaub ursprungsdatei ursprünge variante varianten verantwortlich
      verantwortliche verbindlichkeiten verbleibend verfahren verfallen verfallsdatum verfeinern verfolgen verfügbar
      verfügbare verfügbarkeit vergleich verifiziert verkaufschance verkaufschancen verkäufe verkäufer verkäufers
      verlader verlust vermerkt verpackt verpackung verpackungen versandart versandarten versandbereit
      versanddienstleister versandetikett versandt versendet versicherung versicherungen vertreter vertretung
      vertretungen verwenden verwendet verzug verzögerung vollständig vollständiger vom vorauszahlung vorbehalt
      voreinstellung vorgangstyp vorgenommen vorherigen vorheriger vorkasse vorname vorschau vorschauen vorteil vorteile
      wahr ware waren warenbewegung warenbewegungen warenkörbe warenrücknahmen wartend warteschlange webseite wechsel
      wechselkursdifferenzen weitere weiteren weitergeleitet werbeaktion werbeaktionen werk werke wert werte
      wertebereich widerspruch widersprüche wie wieder willkommen wochen wunschzettel währung währungen zahlbare
      zahlbarer zahllauf zahlungsart zahlungsarten zahlungslauf zahlungsmittel zahlungsverkehr zahlvorgang zeitraum
      zeitreihe zentrale zeugnis ziel ziele ziffern zins zinsen zone zonen zugang zugeordnet zugestellt zugestimmt
      zugewiesen zugänge zuletzt zurückgegeben zurückgesetzt zurückgestellte zurückkehren zurückstellung
      zurückstellungen zusammenfassung zuschlag zuschuss zuschüsse zustellung zustimmung zuständig zuständigkeit
      zusätzliche zuwendung zuwendungen zählen änderungen öffentlich übergeordnet übermittelt überspringen übrig
    `,
    en: `
      absence absences absent absolute access accounting accrual accruals action added additional additions adjusted
      adjustment adjustments admin administrator administrators admins advance advances again ageing aging alert alerts
      allocated allocation allocations alphanumeric alt alternative amounts api appeal appeals applicant applicants
      applied appointment appointments approver approvers area areas arranging assessment assessments assessor assigned
      assignee assignees assignment assignments attached attendance attribute attributes auction auctions authentication
      authorized automatically average backorder backordered backorders backspace bag band bands bank bar barcode
      barcodes base baskets benefit benefits bin body bold boms bonus booking bookings boolean box boxes build building
      bullet bulleted cache caches calculator cancellation capacity capture captured captures card cards carton cartons
      case cases cash cell cells certificate certificates changed channel channels charge checklist checkpoint child
      children citizen claim claimant claims class clearance cmd cod collected collection collections commission
      commissions commodity communication compact comparison complaint complaints component components computed
      condition conditional conditions configuration consignee consignment consignments consignor console consolidation
      contain container containers contains content contents conversion conversions converted corporate count countries
      coupon coverage creation crm cross-dock ctrl cumulative currencies currently cursor customs cutoff daily damaged
      datetime deadline deadlines dealer dealers debit debited debtor debtors december decimal decision decisions
      decrement defaults deferral deferred delay delayed delegate delegated delimiter demand deposit deposits depot
      depots depreciation destination detail digit digits dimension dimensions direct disabled discontinued dispatched
      dispute disputes distribution distributor distributors docks domain downtime downward dropdown dropship duplicated
      duration duties duty economy editing effective effort eligibility eligible end enquiries enquiry entitlement eori
      equal erase erp escalation escalations estimate estimates etd evidence exchange excl exclusive executed execution
      existing expected expedite expediting expired expiry express extension exw factor false faq fax featured february
      fee fees fefo fifo final fiscal fixed flat float fob focal footer force foreigner formatting fragile free freight
      frequency fulfilled fulfillments gift gifts global gst gtin guarantee guest handling hazardous headcount header
      hearing hearings height high holds holidays homepage hours href hs html hub hyperlink iban identification
      identifier identifiers identity ignored inbound inc incentive incident incidents included income incoterm
      incoterms increment indent indentation index inform informed inherit input inquiries inquiry inspection
      inspections insurance insured integer interval inventories investigation invitation invitations isbn italic
      itinerary joined journal journals july justification justify kept kernel kg kpi kpis lanes latest layer leadtime
      left level levels liability lifo loans locale lost lot lots low loyalty machine machines make manifest manifests
      manually margin margins markdown marketing markup matches maturity means measure mechanisms medium metadata
      metrics modification modifications modified modifying months moq moved moves multi multiple nc net nok normal
      noted notices notification november num numbered numbering numeric objection objections october offered office old
      onboarding opening operation operations operator opportunities opportunity option ordered organisation
      organization organizations origin original origins outbound outcome outcomes outdent outline output outstanding
      override overtime owners ownership packed pallet pallets pane panes paragraph parcel parcels parents partially
      participant participants parties partner partners party payable payee payees payroll percentage permit permits
      petition petitions phantom phase phases picked picker pieces pipeline pipelines place placed places planned
      planner po point pool post postal posted posting postings postpone potential prepaid prepayment prepayments
      prerequisites preset primary printer private procedure procedures processing productions promotion promotions
      prospect prospects provider providers public purchased put-away putaway qty qualified qualify quarter quarterly
      query quoted range ranges rating re-order readonly reasons rebate rebates receivable recommended recompute
      reconciled reconciliation recreate recreated recruitment referral referrals refine refunded refunds regex region
      registered registration reimbursement reimbursements rejection related remainder remaining remark remarks renamed
      replaced replacement replenish replenishment replenishments requested requester requestor require requires
      requisition requisitions resident resolved respond response responses responsible restock retailer retailers
      revenue reviewer reviewers rework rfi rfp rfq risk risks rma root rounding route routes routing ruling running
      salary sale sample scale scanner scheduled scheduling scope scrap season seasonal segment segments seller
      separator september sequence sequences serial series set sets settled settlement settlements sheet sheets shelf
      shelves shift shifts shipper shippers shop shops short shortcut signature signatures skill skills skip sku skus
      sla slide slides slip slips slot slots slug sms snapshot snippet so social sold solution solutions spent sql stage
      stages stakeholder standalones starts state statistics stocktake stocktaking store stores strategy strikethrough
      subcontracting subdivision submission submissions subscript subtask subtasks subtotal subtotals superscript
      surcharge surcharges survey surveys suspended target tariff tariffs taxpayer tender tenders term terminal
      territories territory test third threshold throughput tier tiers timeout times toc toggle token tolerance tooltip
      topic topics traceability traces tracking training transfers transit transitioned transportation travel travels
      treasury triage trial trigger triggers truck trucks turnaround turnover typography unavailable underline
      unfulfilled unhide unique unpaid unpick unreleased unselect unset untaxed uom upc upcs updates updating uploaded
      upward urgency urgent used user's uses using vacation vacations validated validation validity valuation variant
      variants variation vat vehicle vehicles verdict verified viewed visibility visible volume volumes votes voucher
      vouchers voyage wait waiver warranties warranty waste wave waves waybill waybills website weight weight-based
      welcome whitespace wholesale width wip wish wishlist withdrawal withdrawals withholding wizard worker workers
      worklist workload works worksheet wrap years yet zone zones zoom
    `,
    es: `
      abierto abonar abono abonos absoluto acceso acción acreedor acreedores activo activos actual actualización
      actualizada actualizado actualizados actualizando acumulada adicional adicionales administrador administradores
      aduana agotamiento agregada agregado agrupado agrupar ahora alerta alertas almacenamiento almacenes alternar
      alternativos altura anticipo anticipos apellidos api aplicaciones aprobaciones aprobación aprobada aprobado
      aprobador aprobadores apuntes arancel archivos atributo atributos aumentar ausencia ausencias autenticación
      automáticamente autorizado aviso ayudas añadido año bancaria bancarias banda bandas base beneficio beneficios
      bolsa booleano borrador bulto bultos buzón búsqueda cabecera caché caducidad calculada cambiada cambio cambios
      camión cancelación cancelada cancelado cantidad cantidades cargado cargando carrito carritos cartón caso casos
      cerrada cerrado certificado cheque cierre ciudadano clase cobertura cobrar cobro cobros coincide cola colecciones
      colección columnas coma comienza comisiones comisión compacto comparación completado completados completo comprada
      comprador compradores comunicación conciliación conciliar condiciones condición conductor confirmada conjunto
      consulta contabilizada contabilizado contable contables contenedor contenido contenidos contiene contribuyente
      conversión convertida correos corta costes costo cotizaciones cotización creación creada cuentas cumplido
      cumplimiento cumplir cupones cupón código código-barras códigos decimales decisiones decisión defecto delegar
      demora denegada denegado depósito depósitos desajuste descendente descripción descuento descuentos deseos
      deshabilitado deshabilitar destinatario destino deudor deudores devoluciones devolución diario diarios dictamen
      diferencia diferencias digitos dimensiones direccion diseño disponibilidad disponible disponibles domiciliaciones
      domiciliación dominio duplicada duración día días edificio editando efectiva efectivo efectos ejecución ejecutará
      ejecutándose ejemplo ejercicio electrónico elemento elementos elija eliminación eliminada eliminados embalaje
      embarque embarques empaquetado empleado empresa empresas escriba espera establecer establecido estadísticas
      estimada etiqueta etiquetas evento eventos excepción existente exitosamente expedición expediente expedientes
      explorar extensión extracto extractos extranjero fabricante factor fallado fallido falso fantasma favor fax fechas
      fichero fijar fijo filtro fin final finalización finalizada finalizado fiscal fiscales flete flotante focal forzar
      frecuencia ganada ganancias garantía gastos gestor global globales gratis guardada guardadas haber habilitado
      habitación hacia heredar hijo hijos horas hoy href html identidad identificación identificador identificadores
      idiomas ignorar igual imagen imponible importe impuesto impuestos imágenes inactivo incidencia incidencias
      incluidos incoterm incoterms ingrese ingreso ingresos inicial iniciativa iniciativas interna interno internos
      intervalo inventarios inválido iva justificante justificantes kg lectura libro licencia licencias linea lineas
      liquidado liquidar logístico lote lotes mantener manualmente marca marcado margen marketing materiales medida
      medio medios menor merma mes meses metadatos miembros mis modelo modificaciones modificación modificado
      modificando modo moneda monedas monto motivo motivos movimiento movimientos muelle márgenes método métodos
      métricas móvil ningún nivel niveles nombre nuevos numero numérico nómina número números obligatoria obligatorio
      observaciones oficina opción opiniones opinión oportunidad oportunidades orden organización origen original
      orígenes otro pagada pagador pagadores pallet palé palés paquetes parcial parcialmente parte partes partida país
      países pendientes perdida perdido periodo periodos permiso permisos permite personalizados períodos peso piso
      plantilla plantillas plazo plazos porcentaje portes posición postal precalculado predeterminada predeterminado
      previa previsualización previsualizar primario principal prioridad privada privado probar procedimiento
      procedimientos proceso producciones programación programadas promedio promocional promociones promoción provincia
      prueba préstamo préstamos próxima pudo pueden punto puntuación páginas público públicos queja quejas qué rango
      rangos rastrear realizadas realizado realizados realizar recargo recepciones recepción rechazada rechazado rechazo
      recibido recientes reclamaciones reclamación recogida recogido recomendados reconstruir recrear recuento recurso
      recursos redondeo reembolsado reembolsar reembolso reembolsos reemplazado referencia registrado registros región
      regular reiniciar reinicio relacionado remanente remesa renombrada reordenar replanificar reposición reprogramar
      requerido requiere reserva reservado reservas residuos resoluciones resolución restablecimiento restante resuelto
      resultado resultados retención retenido retraso revisión rotación rotar salario saldo salida saltar
      satisfactoriamente secuencia secuencias secundaria seguimiento seguir seguridad seguro según selecciona
      seleccionado seleccionados seleccione selecciones selector semana semanas separador ser serie servicio sesión
      siniestro siniestros sitio situación sku slug sms sobrescribir social socio socios solicitado solicitante
      solicitantes solicitud solicitudes solo subdivisión subtotal subvenciones subvención sucursal suministro superior
      sólo tamaño tarde tarifa tarifas tarjeta tasa tasas teléfono terceros termina tiempo tiempos tienda tipo tipos
      todas token tolerancia totales trabajo trabajos tramitación transacción transferencia transferencias transicionado
      transportista transportistas trazabilidad trámite trámites turno término título ubicaciones ubicación umbral
      unidad unidades unitario urgente usando uso usos vacaciones vacío vales validación validada validado validez valor
      valores variación variante variantes veces vencido vencimiento vendedor vendedores verdadero verificado vincular
      visibilidad visible visibles vistos visualización votos válida zona zonas árbol índice órden última último últimos
      único
    `,
    fr: `
      absence absences absolue accord accès acheteur acheteurs acompte acomptes actif actifs action activé actuel
      actuelle actuellement administrateur administrateurs affiner agence ajout ajouts ajouté ajoutée alerte alertes
      alloué alphanumérique annulation api applicable apportée approbation approbations approuvé approuvée
      approvisionnement après arbre arrondi assurance attendue attente attribut attributs aucun aucune augmenter
      aujourd'hui automatique automatiques autorisé autre avance avantage avantages bancaire bancaires banques basculer
      base bienvenue booléen bord bordereau boîte brut brésilien bureau bâtiment bénéficiaire bénéficiaires cache caches
      caisse calculateur calculée camion canaux carnet carte certificat chambre champs changements charge chargement
      chauffeur chemin chiffre chèque cible citoyen classe clé clôture code-barres colis colisage collection collections
      colonnes commandés comme communication compact comparaison complet comptabilisé comptabilisés comptable compter
      comptes comptoir condition conditionnement conditions configuration confirmé congé congés connexion consultés
      conteneur contenu contient contrôle conversion conversions convertie corps correspond cotation coupon cours courte
      coût créance créances créancier création crédit créée cumulée d'e-mail d'en-tête demande demandes demandeur
      demandeurs demandée dernier dernière dernières descendantes destinataire destination deuxième devise devises
      dimensions disponible disponibles disposition domaine douane dupliquée durée débit débiteur débiteurs début
      déchets décimal décision décisions déconnexion dédouanement défaut défini délai délais déléguer départ dépôt
      dépôts désactivé effectif effective effectuer effectué effectuée effort emballage emballages emballé emplacement
      emplacements employé employés encaissement enregistrement ensemble entre entreprise entrepôts entrée entête envies
      envoi escompte espagnol etat evénement evénements existant expéditeur expédition expéditions expédié expédiée
      exécution exécutée facteur facturé faire famille faux fax filtre fin final finalisé fiscal fiscale fixe flottant
      focal fois forcer forme frais fret fréquence gamme gammes garder genre gestionnaire gestionnaires global globale
      globales globaux grossiste groupé général habilitation haut hauteur heure heures hier hors ht html hériter ici
      identifiant identifiants identification identité immobilisation impossible inactif incitation inclus inconnus
      incoterm incoterms index indien indisponible inférieur inscription inscrit instruction interne internes intervalle
      invalide inventaire inventaires jour journal journaux jours jusqu'au justificatif justificatifs kg l'e-mail
      langues largeur lecture lettres libellé livre livreur livré livrée lié lot magasin maintenant manuellement
      marketing marque matériaux membre membres merci mis mise mises modes modification modifications modifié modifiée
      modifiés mois mois-ci montant motif motifs mots-clés mouvement mouvements moyen moyenne moyens multiple méta
      métadonnées méthode méthodes métriques nationale nb niveau niveaux nom nomenclature nomenclatures normalisé
      notification nouveaux numérique numéro nécessaire observations offre offres opportunité opportunités option
      organisation origine origines ouverts paie palette palettes paniers partenaire partenaires partiel partiellement
      passée pays payée perdue permis personnalisée personnalisés personnel personnelle pertes pièce pièces plafond
      plafonds plainte plaintes planification planifiée poids point port postal poste pourcentage première prestataire
      prestation prestations primaire primes priorité privé privée processus prochaine procédure procédures profits
      programmées progression promo promotion promotions propriétaire propriétaires prospects précédente prélevée
      prélèvement prélèvements prénom préparateur préparation préparé préréglage prévisualisation prêt prêts public
      publics péremption période périodes qté quantité quantités quittance quotidien raison rayon re-planifier rebut
      recherche recommandés reconstruire recours recréer refus refusé refusée registre rejetée relance relances relative
      relevé relevés reliquat remboursement remboursements rembourser remboursés remises remplacé rendre renommage
      renommée requise requête requêtes ressource ressources restant reste retiré retours revenu revient reçu reçues
      ristourne rotation route rue rupture règlement réapprovisionnement réassort réception réclamation réconciliation
      réconcilier réduction réductions référence région réglé réinitialisation réorganiser résultat résultats résumé sac
      saisir saisissez salaire salaires secondaire semaine semaines seuil seuils seule signalement sinistre sinistres
      sku slug sociale société sociétés solde sortants sortie soumis soumise soumission sous-traitance stockage
      subdivision subvention subventions succès suivi suivre supplément supplémentaire supplémentaires suppression
      supprimée supprimés supérieur surplus suspendue sécurité sélectionnez sélectionné sélectionnés séparateur séquence
      séquences taille tard tarif tarifs taux taxe temps terme termes terminé terminée test thème tiers titre tolérance
      totale tournée traces traitement traitements transféré transférée transit transitaire transition transporteur
      transporteurs travail travaux troisième trouvé trouvée trésorerie ttc tva téléphone udm unique uniquement unitaire
      unité unités upc urgence urgent usine utilisation utilisations utilisé vacances valeur valeurs validation
      validations validité validé variante variantes variation vedette vendeur vendeurs virement virements visibilité
      visible visibles votes vous vrai vue vues vérificateur vérifié vérifiée zone zones échec échoué échéance égal
      électronique éligibilité élément éléments étage état états étiquette étiquettes étranger évèvement événement
      événements être
    `,
    it: `
      abilitato accesso acconti acconto acquistato addebitato addebito adesso agente agenti aggiornamento aggiornando
      aggiornare aggiornata aggiornate aggiornati aggiornato aggiunta aggiunte aggiunti aggiunto agli aliquota
      all'ordine allo allocata allocato altezza altre amministratore amministratori annullamento anteprima anticipo
      aperto apertura api applicare applicazione applicazioni approvata approvato approvazione approvazioni archivio
      arrivo arrotondamento assegno assenza assenze assicurazione attesa attivi attivo attributi attributo attuale
      attualmente aumenta autenticazione autista automaticamente autorizzato avere avvisi avviso azienda aziende azione
      bancale bancali bancari basato base benefit bloccato bolle bonifico breve calcolata cambiamenti cambio canale
      cancellate cancellato cancellazione caricamento caricare caricato carrelli carrello carta casi caso cassa causale
      cauzione cellulare centro certificato chiave chiuso chiusura città classe coda codice codici cognome collegato
      collezione collezioni colli collo come commento commessa commesse commissione compatibile completare completata
      completato completo comprare comunicazione condizione condizioni confermato confezione configurazione consegnato
      consegne considerati contabile conteggio contenitore contenuti contenuto contiene conto controlla controllo
      controparte controparti conversione convertito copertura corpo correttamente corriere corrispettivi corrisponde
      costi costo coupon creata creazione credito criterio dall'ordine dazio debito debitore decimale decisione
      decisioni dell'acquisto dell'e-mail dell'ordine deposito descrizione desideri destinatario destinazione dettaglio
      dichiarazione differenza dimensione dimensioni dipendente disabilitato disponibile disponibili disponibilità
      distinta distinte dogana domanda domande dominio dopo duplicare duplicata durata eccezione edificio effettiva
      effettua effettuata effettuato elaborazione elementi elemento eliminata eliminazione eredita esaurimento esclusa
      esecuzione eseguita eseguiti eseguito esempio esercizio esistente esiti esito essere estensione evasione evaso
      eventi evento evidenza fabbisogno fabbrica fallito falso fasce fascia fatto fattore fax ferie figli figlio filiale
      filtro finale fiscale fiscali fissi fisso focale formattazione fornitura funzione gamma gamme garanzia generale
      generali genitore gestione gestore giacenza giacenze giornali giorni giorno già globale globali header homepage
      hours html identificativo identificatore identificatori idoneità ieri imballaggio imballo immagine immagini
      imponibile importo impossibile imposta impostato imposte incassi incasso incentivo inclusa incluse inclusi
      incoterms indice indirizzi indirizzo ingresso inizia iniziale inizio insoluto interna intero intervallo
      intestazione inventories inviata invio istanza istanze iva kg larghezza lavoro lettura linee lingue livelli
      livello locazione lotto luoghi luogo magazzini maggiore manuale manualmente marca margine marketing mastro
      materiali measure meccanismi membri merce mese mesi metadati metodi metodo metriche minore mittente modalità
      modello modificati modificato modifiche modulo monitora motivi motivo movimenti movimento multi nazione nazioni
      negli negozio nell'evento nessun nessuna nolo numero nuovi obbligatorio oggetto oggi operazione operazioni option
      opzione ordinati originale origine origini ospite osservazioni paese pagare pagato pagine pallet partita partite
      partner parziale parzialmente percentuale percorso perfeziona periodi periodo permessi permesso perso
      personalizzati peso pianificata posizione posizioni possibile pratica pratiche precalcolato precedente predefinita
      predefinite predefinito preimpostazione preparazione prestazioni prestito prevista principale priorità privato
      procedura processa processo produttore programmazione promozione promozioni proprietario prospetto prossima prova
      provincia provvigione provvigioni pubblici pubblico punto qtà quantità query questa rapporto recensione recensioni
      recente reclami reclamo regex region regione registrati registrato registri regola rendi reso ricavi ricerca
      ricevuta ricevuto richiede richiedente richiedenti richiesta richieste richiesto riconciliazione ricorsi ricorso
      ricostruisci ricostruzione ricrea ricreare ricreate ricreati riferimento rifiutata rifiutato rifiuti rifiuto
      rimanenti rimanenza rimborsa rimborsato rimborsi rimborso rimossi rimosso rimozione rinominare rinominata riordina
      riordinare riordino risorsa risultati risultato ritardo ritorna ritrovato riuscita riuscito rivenditore ruolo
      ruota saldi saldo salvate sarà scadenza scadenzario scarico scarsa scegliere scelta sconosciuti sconti sconto
      scorta secondaria sede sedi segnalazione segnalazioni selezionati selezionato sequenza serie settimana sfoglia
      sinistri sinistro situazione sku slug sms soglia sollecito sommario sorgente sospesa sostituito sottocategoria
      sovrapprezzi sovrapprezzo spedito spedizioniere spesa spese statistiche stipendio storico subtotale successiva
      successivo successo supplemento svalutazione tariffa tassa tasse tassi tasso telefono tempi tempo test testa tipi
      tipo tipologia titolo token totale totali tra traccia tracciamento transazione transitato transizione trascina
      trasportatore trasporti trovata trovato tuoi turno tutte ubicazione ubicazioni uguale ulteriore ultimi ultimo
      unitario urgente urgenza uscita utilizzato utilizzi utilizzo valore valori valuta valutazione valute variante
      varianti venditore venditori verificato vettore vettori visibile visibili visibilità viste visualizzazione
      visualizzazioni voci voti voucher vouchers vuoto zona zone
    `,
    nl: `
      aan aanbetaling aanbevolen aanbieding aanbiedingen aanbod aangebracht aangemaakt aangemaakte aangepaste
      aangevraagd aankoop aanmaning aanmaningen aanmaningsprocedure aantal aanvraag aanvrager aanvragers absolute
      absoluut actie actief actieve activa actualiseren afbeelding afbeeldingen afboeking afboekingen afdelingen
      afgehandeld afgeleverd afgesloten afgewezen afhaal afhandelen afhandeling afhandelingen afhandelings-id
      afhandelingshandler afletteren aflettering afleveradres afmetingen afnemer afrekenen afroep afronding afspraak
      afval afwachting afwezigheid afwijzing alleen-lezen alternatieve api attribuut authenticatiemethoden
      authenticatiestrategie automatisch automatische balans bank bankafschrift bankafschriften bankrekeningen basis
      bedrag bedrijf bedrijven begin begint behandeling beheer beheerder beheerders behouden bekijk belasting
      belastingen belastinggrondslag beoordeling beoordelingen bereik berekende beschikbaar beschikbare beschrijving
      beslissing beslissingen besluit besluiten bestaande bestanden bestandstype bestelartikelen bestelgeschiedenis
      besteloverzicht bestelproces bestelregel bestelregels bestelstatistieken bestelstatus besteltotaal bestelwaarde
      bestelwijzigingen betaal betaald betaler betalers betalingsgeschiktheidscontrole betalingskenmerk
      betalingstermijnen bevat bevestigd bevestigde bewaar bewaard beweging bewegingen bezorging bezwaar bezwaren
      bijgevoegde bijgewerkt binair binnenkomst body boeking boekingen boekjaar boete boolean bovenliggend breedte
      bronveld bruto btw cache calculator catalogus charge chauffeur collectie collecties colli communicatie compacte
      concept conditie condities conditionele contactmogelijkheden container context coulance couponcodes crediteur
      crediteuren creëer cumulatieve dagboek dagboeken dagelijks dagen datetime debet debiteur debiteuren decimalen
      declaratie declaraties deel dekkingsvoorwaarden derde derving dienst dienstverlener doelcollectie domein donker
      doorbladeren doorlooptijd doorlooptijden douane draag drempel dupliceer e-mailadres e-mailupdate eenheden eenheid
      eenvoudig eerste effectieve eigenaar eind einde eindigt emballage expeditie extensie fabrikant fax filiaal fins
      finse fiscaal fiscale float focuspunt formaat frequentie gaan geannuleerd geautoriseerd gebaseerde geblokkeerd
      geboekt gebouwnummer gebruiken gebruikslimiet gebruikt geconfigureerd geconverteerd gedebiteerd gedeeltelijk
      gedeeltelijke gedupliceerd geforceerd gegroepeerde geldig gelijk gemaakt gemiddelde genegeerde geplaatst geplande
      gereed geregistreerd gerelateerd gerestitueerd geroteerd geselecteerd geselecteerde geslaagd gestart getal
      gevalideerd geverifieerd gevonden gewicht gewichtklassen gewonnen geüpload gisteren globaal globale goederen
      goedgekeurd goedkeurder goedkeuring goedkeuringen gratis grondstof grootboek grootboekrekeningen grootboekschema
      groter haast handmatig heden herberekenen hernoemd herplannen herstel hierheen hoeveelheden hoeveelheid
      hoofdproduct hoogste hoogte html huidig huidige identificatie identificaties identiteitscode
      identiteitskaartnummer inactief inbegrepen incasso inclusief incoterms indiase ingediend ingekocht ingeschakeld
      ingesteld inhoud inkopen inkoper input inslag inspanning internationaal interne inventaris invoer inzichten jaar
      kaart kamernummer kanaal kanaalstandaarden kanalen kans kassa keuring kg kies klacht klachten kleiner koers
      koersen kolomkop komt kopen koptekst korting kortingen kostprijs krediet kredietcontrole kwaliteit laat laatst
      laatste lading ladingen landinstelling lay-out leden leeg lege leverbon leverdatum levertijd lezen licht lijn
      lijnen linkdoel linktitel locatie locaties loon lot maak maakt maand maanden maat magazijnen marketing materiaal
      maximaal meerdere melding merk metadata methode methoden methodes middelen mijn minder mobiel momenteel motivatie
      mutaties naam nalevering nationaal nationale neerwaartse negatief negeren nieuwste niveau niveaus nooit normaal
      notificatie nr nu numerieke omgezet omschrijving omzet omzetten onbekende onbelast onderliggend onderliggende
      onderwerp ongeldig ongeldige ontvang ontvanger ontvangst ontvangsten ontwikkelaarsmodus onwaar oorsprong
      oorsprongen opbouwen openbaar operator opslag optie opwaartse opzoek-id ordenen orderbevestiging organisatie
      origineel overeen overgegaan overig overige overnemen overschrijven pagina's pallet pallets partij partner
      partners percentage periode periodes personeel persoonlijk persoonlijke phantom plaats planningspatroon platform
      pools positie postbus postcode postkantoor postzak potentie prestatie prijsconversiefactor prijslijsten primair
      privé procentuele producttype promotie promoties provincie query rasterweergave rechten reclamatie reden reeks
      reeksen referentie regex regio regio's rekening relatie relaties reservering resetten resterend resterende
      restitueren restitutie resultaat resultaten retouren retourzending revisie rij rijkop roteren salaris samenvatting
      schade schakelen secundaire selecteer serienummer set sinds sku sleep slepen sleutel slug sms soort soorten spoed
      staat standaard startdatum startpagina statistieken stemmen stopgezet straat structuur stuklijst stuklijsten
      stukprijs stuur subdivisie subsidie subsidies subtotaal succes succesvol superbeheerder talen tarief tarieven
      telefoon tellen termijn terugbetalings-id terugbrengen test thema tijd tijdregistratieregels tijdsregistratie toe
      toegang toegevoegd toegewezen toelichting toepassingen toeslag toeslagen toestelnummer toestemming toevoegingen
      toewijzing token totaal totale tracering trackingcode transactie-id transporteur tussen tweede typen uitbreiden
      uitgaand uitgaande uitgeschakeld uitgevoerd uitkering uitslag uitverkocht-drempelwaarde uitvoer uitvoering
      uitzondering uniek uren urgent uw valuta valuta's vanaf vandaag vanuit variant varianten vaste veld velden
      vennootschapsbelastingnummer verbind verdiepingsnummer vereisen vereist vergelijking vergunning vergunningen
      verhogen verkennen verkoopkansen verkopen verkoper verkopers verlanglijst verlof verloren verpakking verpakkingen
      verpakt verplaatst verschil verstuurd vervaldag vervoer vervoerder vervoerders verwachte verwerk verwerking
      verwerkt verwijder verwijdering verzamel verzameld verzekering verzend verzendlabel verzoek verzoeken vestiging
      vestigingen voeg voegen voer volgen volgorde volledig volledige voltooid voorraden voortgang vooruitgang
      voorvertonen voorvertoning voucher vouchers voucherset vracht vrachtbrief vreemdelingennummer waar waarborg waarde
      waarden wachten wachtende wachtrij website weergaven weken welkom werk werknemer werknemers werkzaamheden wijzig
      wijziging wijzigingen winkel winkelmand winkelmandje winkelwagen winkelwagens wisselkoers worden zaak zaken zelfde
      zichtbaar zichtbaarheid zichtbare ziekte zoek zoekindex zone zones
    `,
    pl: `
      absolutnego administrator administratora administratorzy adresu adresów akcja akcji akcję akredytywa aktualizacja
      aktualizacje aktualizacji aktualizowanie aktualizuj aktualny aktywne aktywny alert alertu alerty alertów
      alternatywny api argentyński atrybut atrybutu atrybuty automatycznie awizo bank bankowe bilans bilansu biznesowy
      braku brazylijski brutto być błędu całkowita całkowity cel cenie cenniki centralny cyfry czas czasem częstotliwość
      częściowa częściowo członków cło daty decyzja decyzje delegacja delegacje deleguj dni dnia dodana dodania dodano
      dodatkowa dodatkowe dodatkową domyślna domyślne domyślnie domyślny dostarczone dostaw dostawców dostępne dostępny
      dostępnych dotyczy dowodu dowód druga drugiej dziedzicz dziennik dzienniki dzień dzisiaj dłużnicy dłużnik e-maila
      element estoński etykieta etykiety faks faktur fakturowania fakturę fałsz filtr filtrów firmy formatowanie
      formatowaniem formaty fracht globalne globalnego globalny globalnych grup grupę gwarancja głosów główna głównej
      harmonogram hasła hours html hurtownia identyfikacja identyfikacji identyfikacyjny identyfikator identyfikatory
      ilości ilość imię indeks indiach indywidualny informacja inkaso inwentaryzacja inwentaryzacji istniejący jakość
      jednostka jednostki jednostkowa język języki kalkulator kanadyjski kanał kanału kanały karton karty katalog
      kategorii kategorię kg kierowca klasa klasy kliencie klienta klientów kluczowe kod kodu kolejka kolejność kolekcja
      kolekcje kolekcji kolekcję kolumny kolumnę kompletacja komunikat komórka konfiguracja konta kontaktowy kontaktu
      kontener korygująca korygującej korzyści korzyść koszt kosztu koszty kosztów koszyk koszyka koszyki koszyków kraj
      kraje krajowy kraju krajów kredyt kredytowy krótka księga księgowe księgowego księgowy kupienia kuponu kuponów
      kurs kursy kwota liczba liczbą linii linku listę logowanie lokacja lokalizacja lokalizacje lokalizacji lokalizację
      magazynie magazynowe magazynowy magazynowych magazynową magazynu marka marketing marża marże marży metadane metoda
      metody metodę metryki miary miasto miesiąc miesiąca miesiące międzynarodowy mnie mniejsze modyfikacji modyfikację
      modyfikowanie moje motyw można nadawca nadrzędne nadrzędny nagłówek nagłówka najniższej najwyższej należne
      należności należność narodowy następne nawigację nazwa nazwie nazwisko nazwy nazwę netto niedobór niedostępny
      nieobecności nieobecność niepowodzenie nieprawidłowe niestandardowa niestandardowe nieudane niż notatkę nowego
      nową numer numeryczny obciążenia obciążenie obraz obroty obsługa obsłuż obywatela ocena oczekiwana oczekiwanie
      oczekujące odbiorca odbiorcy odbiór odczytu oddział odebrane odmowa odpadów odrzucenie odrzucona odrzucone
      odrzucono odrzucony odsetki odwołanie ofert ofertę ogniskowy ogólne okres okresy opakowania opakowanie opcja opcji
      opcję opis opodatkowania option opłacono opłać osobistego osobisty osobowe ostatni ostatnie ostatniego ostatnio
      otwarte otwarty paleta palety paragon partia partie partner partnera partnerzy partnerów pasmo pasuje pełna
      pierwotny pilne pilny pięnieżnych planowana pliki pliku pobrane pocztowy początku podaj podania podanie podatek
      podatki podatkowa podatkowe podatkowego podatkowej podatkowy podatkową podatku podatków podrzędne podstawa
      podsumowanie pojazd pola pole polecane polecany polecenie pomiędzy pomyślnie ponownie poprawnie poprzedniej
      porównanie posiada potwierdzone powrót powróć powód poziom poziomy pozostała pozostałe pozycji pozycję pożyczka
      prawda procent procentowy proces producent produkcie produktu produktów promocja promocje promocji promocję
      prowizja prowizje prywatna prywatne przebuduj przedmiot przedmioty przedmiotów przedpłata przedsiębiorstw
      przedsiębiorstwa przegląd przeglądaj przekazane przelew przelewy przeniesiono przeplanuj przesunięcia przesunięcie
      przesyłka przesyłki przetwarzania przewidywana przewoźnicy przewoźnik przełącz przychód przydzielone przydzielono
      przyjęcia przyjęcie przykładowe przypisane próg publiczne publiczny pulpit punkt puste półka płatnik rabatowy
      rachunek rachunkowy rachunku rampa raportów razem razy realizacja realizacji realizację realizuj recenzja recenzje
      recenzji recenzję referencja regex region regionu reguła rejestracji reklamacja reklamacje remanent resetowania
      resetowanie rezerwacja rezerwacje robocze roboczą rodzica roku rolę rotacja rozlicz rozliczenia rozliczeniowego
      rozliczeniowy rozliczona rozliczone rozliczono rozliczyć rozmiar rozpatrzenie rozpoczęcia rozszerzenia ruch ruchy
      ryzyko rzeczywista równa równe różnica ręcznie saldo schowka sekwencja sekwencje sekwencji skarga skargi sklepu
      skompletowane sku skład składnik składowanie slug sms spedycja spedytor sposoby sposób społecznego sprawa sprawy
      sprzedawca sprzedawcy sprzedawcę sprzedażowej sprzedaży standardowy stanu stany stanów stary statusu statystyka
      statystyki stawka stawki stawkę stała strefa strefy strefę strony stronę struktura suma surowce surowiec systemu
      szablon szablonu szablony szerokość szkic szkody sztywnego tagami tagi tagów tej telefon tematu teraz terminu
      terminy test testowe testowy testuj token toku towaru towarów tożsamości transakcji transportu treści trwania tryb
      twój tydzień tylko typ typy tytuł tę ubezpieczenia ubezpieczenie udane udało ukończ ukończono układ ulica umów upc
      uprawnienia upust upustami upustu upusty urlop urlopy uruchomione uruchomiono ustawień ustawiono ustawiony
      usunięcie usunięta usunięty utworzenia utworzona utworzone utworzono utworzony utworzyć uwierzytelniania
      uzasadnienie uzgodnienie uzgodnij użycia użycie użyciem użytkownika użytkownikami użytkowników użyto użyć vat
      vat-ue voucher vouchera waga wagowe walucie walut waluta waluty wariant wariantami wariantu warianty wariantów
      wartości wartość warunek warunki wczoraj według wejście wersję wewnętrzna wewnętrzne wg wiadomość widoczne
      widoczność widoku wielokrotnego wiersze wierzyciel witaj większe wniosek wnioski wnioskodawca wniosku województwo
      wpisy wprowadź współczynnik wszyscy wszystkich www wybrane wybranego wybrano wybranych wyceniane wyceny wyciąg
      wyciągu wydania wydanie wydruku wyjątek wyjścia wykonane wykonanie wykonano wymaga wymagana wymagany wymiary wymuś
      wynagrodzenie wynik wyniki wyników wypełnienie wyslij wysokość wystawione wysyłki wyszukiwania wyszukiwanie
      wysłana wysłane wysłania wytworzenia wyłączone wyświetlania właściciel zachowaj zachęta zadań zakończenia zakres
      zakresu zakresów zaksięgowane zaksięgowany zaktualizowana zaktualizowane zaktualizowano zaktualizowany
      zaktualizować zakupiono zakupowej zakupu zakupów zaległe zaliczka zaliczki zamknięcia zamknięte zamówieniu
      zamówione zaopatrzenie zapas zapasy zapasów zapis zapisany zapisy zaplanowane zapytania zapłacone zapłaty
      zarejestrowany zarejestruj zasięgu zasobu zasoby zastosuj zastąp zastąpione zasób zatwierdzenie zatwierdzona
      zatwierdzone zatwierdzony zawartość zawiera zawieszona zaznaczenie zaznaczone załącznik załączniki zażądano
      zdarzenia zdarzenie zdarzeń zdjęcia zdjęcie zduplikowane zduplikowano zduplikować zestawienie zgubione zgłoszenia
      zgłoszenie zignorowane zlecenia zlecenie zlicz zmian zmiany zmienione zmieniono zmieniony zmienić zmodyfikowane
      znalezione znaleziono zobacz zobowiązania zobowiązań zostanie zrealizowane zrealizowano zrealizuj zweryfikowano
      zweryfikowany zwolnienie zwrot zwrotu zwroty zwrócona zwrócone złożono łączna śledź średnia środek środków źródła
      źródło źródłowego źródłowy życzeń żądanie
    `,
    pt: `
      aberto absoluto acesso adiantamento adiciona adicionada adicionado adicionados adicional adições administrador
      administradores aduana agendadas agendamento ainda alerta alertas alfândega almoxarifado alocado alterado
      alterados alterações alternar altura alíquota amostra apagada apenas api aplicações aplicável aprovada aprovado
      aprovador aprovação aprovações após aqui armazenamento armazém armazéns arquivos arredondamento atender atendido
      atendimento ativar ativo ativos atribuido atributo atributos atribuído atual atualizada atualizadas atualizado
      atualizados atualizando atualização ausência ausências autenticação autorizado avaliação avaliações avaria aviso
      ação balanço base baseado bem-vindo beneficiário beneficiários benefício benefícios boleano boleto brinde busca
      cabeçalho cache cadastro caixa calculada calculadora caminho caminhão canais cancelado cancelamento carga cartão
      caso casos celular cep certificado cesta chamado chamados chave cheque cidade cidadão cima classe cobrança coleção
      coleções colunas comentário começa comissão comissões compacto companhia companhias comparação completo comprado
      comprador comunicação conciliado concluído condição condições conferência configurado configuração confirmada
      confirmado confirmação confirme conjunto consulta conta-corrente contabilizado contas contem conteúdo contribuinte
      contábeis contábil contém contêiner conversão convertida convidado corpo correio corresponde cotação crediário
      credor credores criada criação crédito cupom cupons curta custo custos câmbio código códigos decimais decisão
      decisões definido definir delegar deletado depois desabilitado desabilitar desconhecidos desconto descontos
      descrição desejos despacho desperdício despesa despesas destaque deste destinatário destino devedor devedores
      devolução devoluções dia diferença digite direto disponíveis disponível diário diários domínio duplicada
      duplicados duração débito dígitos editando efetiva elegibilidade embalagem embarque embarques emissão empacotado
      empenho empregado empregados empresa empresas empréstimo entre escolha escolhas esforço esforços espera esperada
      espécie estatísticas estorno estrangeiros etiqueta etiquetas evento eventos exceção exclusão excluída excluído
      executada executado execução exercício exibição existente expedição extensão extrato fabricante faixa faixas falha
      falhou falso fator faturamento favor fax fazer fechado fechamento feita feito filhos filial filtro fim final
      fiscais fiscal fixo flutuante focal fora fornecimento forçar frete fretes função férias gabarito garantia geral
      gerenciamento globais global grátis habilitado herdar hoje horas horário horários html há identidade identificador
      identificadores identificação idiomas ignoradas igual imagem imagens imposto impostos incentivo incluídos indiano
      indisponível informação inicial insira inteiro interna internacional internas intervalo inventário inválida iva
      justificativa kg lançamento lançamentos largura leitura liquidado liquidar listagem livro locais local localização
      localizações loja lote lotes lucros maior manipulador manualmente marca margem marketing materiais matéria-prima
      matérias medida meios membros menor meses metadados minha modelo modificado modificando modificação modificações
      modo moeda moedas monetário montante motivo motivos motorista movimentação movimentações movimentos mudanças média
      médio método métodos métricas mês múltipla navegar necessário negócios nenhum nenhuma novamente numero numérico
      níveis nível número nāo obrigatória observação observações onde ontem opcoes oportunidade opção ordem organização
      organizações origem origens original outras outro padrão padrões palete paletes parceiro parceiros parcela
      parcelas parcial parcialmente parecer partes partir patrimonial país países pendente pendência pendências
      percentual perdas perdidos permissões permitir personalizados período períodos peso pesquisa pessoa pessoal
      pessoas planejada ponto porcentagem posição posso possível prateleira prazo prazos precisa predefinição prestação
      prevista primas primeira principal prioridade privada privado procedimento processamento processando processo
      processos produções progresso promoção promoções pronto província pré-calculada pré-calculados pré-visualizar
      pré-visualização prédio prévia próxima páginas público qtde quadro quantia quantidade quantidades quem questão
      quitação raiz rascunho rastrear razão realizado recebido recebimento recebimentos recebível receita recibo
      reclamação reclamações recomendados reconciliar reconciliação reconstruir recriar recurso redefinição reembolsar
      reembolso reembolsos referência regex registrado registros região rejeitada rejeitado relacionado remanescente
      remessa remessas remetente removida removido removidos remoção renomeada reordenar reposição reprogramar
      requerente requerentes requerido requerimento requerimentos requisição requisições reserva reservas resolver
      resolvido restante resultado resultados retenção retira retirada retornar revendedor romaneio romeno rotacionar
      saldo saltar salvas salário saída saídas secundária segurança seguro selecionada selecionado selecionados
      selecione semana semanas sequência sequências ser serviço será setor seus simples sinistro sinistros situação sku
      skus slug sobrenome sobrescrever sobretaxa social solicitada solicitante solicitação solicitações somente
      subdivisão substituição substituído subsídio subtotal sucesso suspensa série séries tamanho tarifa taxa taxas
      telefone tem tempo termina termo testar teste tipo tipos todas token trabalho trabalhos transação transferência
      transferências transitado transportador transportadora transportadoras tributo tributos tributária trânsito turno
      término título unidade unidades unitário urgente usando uso usos validade validado validação valor valores
      variante variantes variação variações vat vencido vencidos vencimento vendedor vendedores verdadeiro verificada
      verificado verificador verificação visibilidade visualizacao visualização visualizações visão visível visões vivo
      você votos válida zona zonas árvore índice última último últimos único
    `,
  };
})();
