// Words that business software uses, of large languages that are written with capital letters: in small letters, sorted.
//
// None of them is first of all the name of a person, a company or a country. What is in no list is taken for a value.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});

  // Words of command, as commands begin with them (or, in German and Dutch, end).
  const verbs = {
    de: `
      abbrechen abholen ablegen ablehnen abmelden abonnieren abrufen abschicken abschließen absenden abwählen aktivieren
      aktualisieren akzeptieren anfordern anhalten anhängen anlegen anmelden annehmen anpassen ansehen anwenden anzeigen
      archivieren aufheben auflösen aufteilen ausblenden ausdrucken ausführen ausgeben ausloggen ausschneiden ausstellen
      auswählen beantragen bearbeiten beenden beginnen benachrichtigen berechnen bestellen bestätigen bezahlen buchen
      deaktivieren drucken duplizieren durchsuchen einblenden einfügen eingeben einloggen einreichen einrichten einstellen
      entfernen entsperren erfassen erinnern erledigen ermitteln ersetzen erstellen erweitern erzeugen exportieren
      fertigstellen festlegen filtern fortfahren fortsetzen freigeben generieren gruppieren gutschreiben herunterladen
      hinzufügen hochladen importieren ja kopieren korrigieren laden leeren liefern löschen markieren melden nein neu neue
      neuen neuer neues pausieren planen prüfen reaktivieren registrieren reservieren schließen schreiben senden sichern
      sortieren speichern sperren starten stoppen stornieren suchen synchronisieren teilen testen trennen umbenennen
      umbuchen umwandeln unterschreiben validieren verarbeiten verbinden verbuchen vergleichen verknüpfen verlassen
      verschicken verschieben versenden verwalten verwerfen veröffentlichen vormerken vorschlagen wechseln weiter
      weiterleiten wiederherstellen wiederholen wählen zahlen zeigen zulassen zuordnen zurück zurückgeben zurücknehmen
      zurücksetzen zurückstellen zurückweisen zusammenführen zuweisen ändern öffnen überarbeiten übergeben übermitteln
      übernehmen überprüfen übersetzen übertragen
    `,
    en: `
      accept acknowledge activate add adjust allocate allow amend apply approve archive assign attach authorise authorize
      back block book browse calculate cancel change check choose clear clone close collapse combine compare complete
      compose configure confirm connect consolidate continue convert copy correct create customise customize cut deactivate
      deallocate decline decrease delete deliver deny deselect detach disable discard disconnect dismiss dispatch display
      download duplicate edit enable enter escalate exit expand export filter finalise finalize find finish flag fold
      forward fulfil fulfill generate get go group hide highlight hold ignore import include increase insert inspect install
      invite issue join keep launch leave link load lock log login logout manage mark_all mark_as maximise maximize merge
      minimise minimize modify move mute new next no notify ok okay open pack paste pause pay pick pin preview previous
      print proceed process publish purchase put quit reactivate read reassign rebuild recalculate receive reconcile redo
      refresh refund register reject release reload remind remove rename renew reopen reorder repeat replace reply report
      reprint request reschedule resend reset resize resolve restart restore resume retry return reverse revert review
      revise revoke rotate run save scan schedule search select sell send settle share ship show shut sign snooze sort split
      start stop submit subscribe suspend switch sync synchronise synchronize tag track transfer translate try turn unassign
      unblock undo unfold ungroup uninstall unlink unlock unpin unpublish unsubscribe update upgrade upload use validate
      verify view void watch withdraw write yes zoom_in zoom_out
    `,
    es: `
      abrir aceptar activar actualizar adjuntar administrar agregar ajustar anterior anular aplicar aprobar archivar asignar
      atrás autorizar añadir bloquear borrar buscar calcular cambiar cancelar cargar cerrar combinar comenzar comparar
      compartir completar comprar comprobar conectar configurar confirmar consultar continuar convertir copiar corregir
      cortar crear desactivar desbloquear descargar descartar desconectar deshacer desmarcar detener devolver dividir
      duplicar editar ejecutar elegir eliminar emitir empezar enviar escribir excluir exportar facturar filtrar finalizar
      firmar generar gestionar grabar guardar habilitar importar imprimir incluir iniciar insertar instalar invitar ir
      liberar limpiar marcar modificar mostrar mover notificar nueva nuevo obtener ocultar ordenar pagar pausar pegar
      personalizar planificar preparar procesar programar publicar quitar reabrir reactivar recalcular recargar rechazar
      recibir recuperar reemplazar reenviar registrar rehacer renombrar repetir reservar responder restablecer restaurar
      revisar salir seleccionar separar siguiente sincronizar solicitar subir suspender sí terminar traducir transferir
      vaciar validar ver verificar volver
    `,
    fr: `
      accepter activer actualiser afficher ajouter ajuster aller annuler appliquer approuver archiver arrêter assigner
      associer attacher attribuer autoriser bloquer calculer changer charger chercher choisir classer clore clôturer coller
      commander commencer comparer compléter configurer confirmer connecter consulter continuer convertir copier corriger
      couper créer demander diviser dupliquer débloquer déconnecter définir démarrer déplacer désactiver désélectionner
      détacher déverrouiller effacer enlever enregistrer envoyer exclure exporter expédier exécuter facturer fermer filtrer
      fractionner fusionner grouper générer gérer ignorer importer imprimer inclure installer insérer inviter joindre lancer
      libérer lier lire livrer masquer mettre modifier montrer nommer non notifier nouveau nouvel nouvelle obtenir oui
      ouvrir paramétrer parcourir partager passer payer personnaliser planifier précédent préparer prévisualiser publier
      quitter rafraîchir rappeler recalculer recevoir rechercher recommencer refuser rejeter relancer remplacer remplir
      renommer renvoyer reprendre restaurer retirer retour retourner revenir rouvrir réactiver rédiger réduire régler
      réimprimer réinitialiser répondre répéter réserver réviser sauvegarder scinder signaler signer soumettre suivant
      suivante supprimer suspendre synchroniser sélectionner terminer traduire traiter transformer transférer transmettre
      trier trouver télécharger téléverser utiliser valider verrouiller vider visualiser voir vérifier éditer étendre
    `,
    it: `
      abilita accedi accetta aggiorna aggiungere aggiungi allega annulla annullare applica approva apri aprire archivia
      assegna attiva avanti avvia blocca calcola cambia cancella cancellare carica cerca cercare chiudere chiudi collega
      completa comprimi concludi condividi conferma confermare configura confronta consegna continua contrassegna convalida
      converti copia crea creare deseleziona disabilita disattiva disconnetti dividi duplica elimina eliminare emetti esci
      esegui espandi esporta esportare fattura ferma filtra firma genera gestisci importa importare incolla indietro inoltra
      inserire inserisci interrompi invia inviare invita leggi modificare mostra nascondi notifica nuova nuovo ordina
      ottieni paga personalizza pianifica prenota prepara procedi programma pubblica pulisci raggruppa registra reimposta
      ricalcola ricarica ricevi richiedi rifiuta rilascia rimuovere rimuovi rinomina ripeti riprendi ripristina riprova
      rispondi ristampa rivedi salva salvare sblocca scarica scegli scollega scrivi segnala seleziona selezionare
      sincronizza sospendi sostituisci spedisci sposta stampa stampare storna svuota sì taglia torna traduci trasferisci
      trova unisci usa vai valida vedi verifica visualizzare
    `,
    nl: `
      aanmaken aanmelden aanpassen aanvragen aanvullen accepteren activeren afbreken afdrukken afmelden afronden afsluiten
      afwijzen annuleren archiveren beginnen beheren bekijken berekenen bestellen betalen bevestigen bewaren bewerken
      bijwerken blokkeren boeken controleren converteren corrigeren crediteren deactiveren deblokkeren delen deselecteren
      doorgaan doorsturen downloaden dupliceren exporteren factureren filteren genereren goedkeuren groeperen herhalen
      herladen hernoemen heropenen herstellen hervatten importeren inloggen inschakelen instellen intrekken invoegen
      invoeren inzien ja kiezen knippen kopiëren koppelen laden leegmaken leveren maken markeren melden nee nieuw nieuwe
      ontgrendelen ontkoppelen ontvangen openen opnieuw opslaan opvragen opzoeken overdragen overslaan pauzeren plakken
      plannen publiceren registreren reserveren retourneren samenvoegen selecteren sluiten sorteren splitsen starten stoppen
      sturen synchroniseren terug terugzetten toepassen toevoegen toewijzen tonen uitloggen uitschakelen uitvoeren uploaden
      valideren verbergen verdelen verder vergelijken vergrendelen vernieuwen verplaatsen versturen vervangen verwerken
      verwijderen verzenden volgende voltooien vorige vrijgeven weergeven weigeren wijzigen wissen zoeken
    `,
    pl: `
      akceptuj anulować anuluj archiwizuj cofnij czytaj dalej dodaj dodać dołącz drukować drukuj duplikuj edytować edytuj
      eksportuj filtruj generuj grupuj importuj konfiguruj kontynuuj kopiuj kup modyfikuj nadaj następny nie nowa nowe nowy
      obejrzyj oblicz odblokuj odczytaj odrzuć odznacz odśwież opublikuj otworzyć otwórz oznacz pobierz podpisz podziel
      pokaż pomiń ponów poprzedni porównaj potwierdź powiel powtórz przejdź przejrzyj przekaż przelicz przenieś przerwij
      przesuń przetwórz prześlij przypisz przywróć resetuj rozdziel rozpocznij rozwiń scal sortuj sprawdź stwórz
      synchronizuj szukaj tak udostępnij ukryj uruchom ustaw usunąć usuń utwórz użyj wczytaj weryfikuj wklej wstaw wstecz
      wstrzymaj wybierz wyczyść wydrukuj wyeksportuj wygeneruj wykonaj wyloguj wystaw wyszukaj wysłać wytnij wyłącz wyślij
      wyświetl włącz zaakceptuj zaimportuj zakończ zaksięguj zaktualizuj zaloguj zamień zamknij zamknąć zamów zapisać zapisz
      zapłać zarządzaj zatrzymaj zatwierdzić zatwierdź zaznacz zgłoś zmień zmodyfikuj zweryfikuj zwiń zwolnij zwróć
    `,
    pt: `
      abrir aceitar adicionar alocar alterar analisar anexar anular apagar aplicar aprovar arquivar assinar atribuir
      atualizar autorizar avançar baixar bloquear buscar calcular cancelar carregar colar comparar compartilhar comprar
      concluir conectar configurar confirmar consultar continuar converter copiar corrigir cortar criar desativar
      desbloquear descarregar desconectar desfazer desmarcar devolver dividir duplicar editar eliminar emitir encaminhar
      encerrar entrar entregar enviar escolher excluir executar exibir expandir exportar faturar fechar filtrar finalizar
      gerar gerenciar gravar guardar habilitar importar imprimir incluir iniciar inserir instalar ir juntar liberar ligar
      limpar localizar marcar mesclar modificar mostrar mover notificar novo não obter ocultar ordenar pagar parar partilhar
      pausar personalizar pesquisar planear planejar preparar processar procurar prosseguir próximo publicar reabrir
      reativar recalcular recarregar receber recuperar recusar redefinir refazer registar registrar rejeitar remover
      renomear repetir repor reservar responder restaurar retomar rever reverter revisar sair salvar selecionar separar sim
      sincronizar solicitar substituir suspender terminar traduzir transferir trocar usar validar ver verificar visualizar
      voltar
    `,
  };

  // What menus and entries are called that are not led by a verb.
  const titles = {
    de: `
      aktionen ansicht ansichten benachrichtigungen datei details eigenschaften einstellungen extras fenster filter format
      funktionen hilfe info informationen konto mehr menü navigation optionen profil startseite verlauf verwaltung werkzeuge
      übersicht
    `,
    en: `
      about account actions administration advanced apps details edit extras file filters format functions general help
      history home info information layout menu more navigation notifications options overview preferences profile
      properties settings setup shortcuts theme tools view views window
    `,
    es: `
      acciones ajustes archivo ayuda configuración cuenta detalles edición filtros formato herramientas historial
      información inicio menú más navegación notificaciones opciones perfil preferencias propiedades resumen ventana vista
    `,
    fr: `
      accueil actions affichage aide aperçu compte détails fenêtre fichier filtres format historique informations menu
      navigation notifications options outils paramètres plus profil propriétés préférences réglages édition
    `,
    it: `
      aiuto altro azioni cronologia dettagli filtri finestra formato guida impostazioni informazioni menù modifica
      navigazione notifiche opzioni panoramica preferenze profilo proprietà riepilogo strumenti visualizza
    `,
    nl: `
      acties algemeen beeld bestand details eigenschappen extra filters geschiedenis help hulpmiddelen informatie
      instellingen meer meldingen menu navigatie opmaak opties overzicht profiel venster voorkeuren weergave
    `,
    pl: `
      akcje działania edycja filtry format historia informacje konto menu narzędzia nawigacja okno opcje plik podgląd pomoc
      powiadomienia preferencje profil szczegóły ustawienia widok więcej właściwości
    `,
    pt: `
      ajuda arquivo ações configurações conta definições detalhes ferramentas ficheiro filtros formato histórico informações
      início janela mais navegação notificações opções perfil preferências propriedades resumo
    `,
  };

  // What commands are about and places are called: nouns, what stands before them, states.
  const things = {
    de: `
      abrechnung abrechnungen adresse adressen alle anfrage anfragen angebot angebote anhang anhänge arbeitsbereich artikel
      aufgabe aufgaben auftrag aufträge auswahl auswertung auswertungen bearbeitung bedingungen beleg belege benutzer
      bericht berichte bestand bestellung bestellungen betrag buchhaltung buchung buchungen code daten datum dokument
      dokumente e-mail einkauf eintrag einträge entwurf fehler feld felder finanzen forderungen formular freigabe freigaben
      genehmigt gesperrt gruppe gruppen gutschrift gutschriften kalender kasse kategorie kategorien kommentar kommentare
      kontakt kontakte konten kredit kreditprüfung kunde kunden lager lieferant lieferanten lieferschein lieferscheine
      lieferung lieferungen liste listen logistik mahnung mahnungen material menge mitarbeiter nachricht nachrichten notiz
      notizen nummer offen ordner passwort personal position positionen preis preise produkt produkte produktion projekt
      projekte prüfung rabatt rechnung rechnungen rechte regel regeln reklamation reklamationen rolle rollen rückgabe
      rückgaben seite seiten spalte spalten sprache stammdaten status stornierung summe system tabelle tag tage team teams
      termin termine text titel transport umsatz unter verkauf versand vertrag vertrieb verträge vorgang vorgänge vorlage
      vorlagen warenkorb woche zahlung zahlungen zeile zeilen zeit zoll
    `,
    en: `
      a accounts active activities activity address addresses all amount analysis analytics and another any appearance
      application applications approval approvals approved archived article articles as at attachment attachments audit
      availabilities availability balance balances basket batch batches billing blocked board boards bookmark bookmarks
      budget budgets bulk business by calendar calendars canceled cancelled carrier carriers cart catalog catalogue
      categories category changes chart charts checkout checks clipboard closed code codes column columns command commands
      comment comments companies company completed confirmation confirmations confirmed connection connections contact
      contacts contract contracts cost costs credit credits csv currency current custom customer customers dashboard
      dashboards data date dates day days default delivered deliveries delivery department departments description design
      device devices discount discounts document documentation documents done down draft drafts due duplicates e-mail email
      emails employee employees entries entry error errors event events excel exception exceptions expense expenses exports
      external failed favorites favourites features feedback field fields files finance folder folders font for form forms
      from fulfillment fulfilment full fullscreen goods groups guide here i i'm id image images imports in inactive inbox
      incoming internal inventory invoice invoices is it item items job jobs json key keyboard keys kind label labels
      language languages last launcher lead leads ledger legal letter letters library licence license limit limits line
      lines links list lists location locations logs mail main maintenance management manual manufacturing map master
      material materials me member members message messages method methods mode month monthly my name names network note
      notebook notebooks notes number numbers of off offer offers on online or order orders other out outbox outgoing
      overdue owner page pages paid panel parameters part partial parts password path payment payments pdf pending people
      performance period periods permissions phone picking picklist picture pictures plan planning plans policies policy
      portal position positions price prices pricing priorities priority privacy procurement product production products
      profiles progress project projects purchases purchasing quality quantities quantity question questions queue queues
      quick quotation quotations quote quotes rate rates receipt receipts recent record records reference references
      rejected released reminder reminders reporting reports requests reservation reservations resource resources result
      results returns reviews role roles row rows rule rules sales schedules screen section sections security selected
      selection service services session sessions shipment shipments shipped shipping sidebar site sites size source sources
      spreadsheet staff standard statement statements status step steps stock storage structure subject subscription
      subscriptions summary supplier suppliers supply support sure system tab table tables tabs tags task tasks tax taxes
      team teams template templates terms text the this ticket tickets time timeline timesheet timesheets title to today
      tomorrow toolbar total totals transaction transactions transport trash type types unit units unread up upcoming url
      usage user users value values vendor vendors version versions video warehouse warehouses warning warnings web week
      weekly widget widgets windows with work workflow workflows workspace workspaces year yesterday you your
    `,
    es: `
      albaranes albarán almacén artículo artículos calendario categoría categorías catálogo clave cliente clientes columna
      comentario comentarios compra compras contabilidad contacto contactos contraseña contrato contratos correo datos
      direcciones dirección documento documentos empleados entrega entregas envío envíos equipo estado existencias factura
      facturación facturas fecha fila finanzas grupo grupos idioma informe informes inventario lista listas logística línea
      líneas mensaje mensajes nota notas oferta ofertas pago pagos panel pedido pedidos precio precios presupuesto
      presupuestos producción producto productos proveedor proveedores proyecto proyectos página regla reglas selección
      sistema tabla tarea tareas texto todo todos transporte usuario usuarios venta ventas
    `,
    fr: `
      achat achats adresse adresses analyse article articles avoir avoirs banque bon brouillon calendrier catalogue
      catégorie catégories client clients colonne commande commandes commentaire commentaires commercial comptabilité
      contact contacts contrat contrats date devis document documents données dossier dossiers entrepôt erreur facturation
      facture factures fichiers finance fournisseur fournisseurs gestion groupe groupes langue ligne lignes liste listes
      livraison livraisons logistique message messages modèle modèles mot note notes paiement paiements panier passe
      planning prix production produit produits projet projets qualité rapport rapports remise règle règles réclamations
      rôle rôles statistiques statut stock stocks système sélection table tableau texte tous tout toutes transport tâche
      tâches utilisateur utilisateurs vente ventes équipe
    `,
    it: `
      acquisti acquisto anagrafica articoli articolo attività bolla bozza calendario catalogo categoria categorie cliente
      clienti colonna commenti contabilità contatti contatto contratti contratto data dati documenti documento elenco
      fatturazione fatture finanza fornitore fornitori gruppi gruppo lingua lista listino logistica magazzino messaggi
      messaggio nota note offerta offerte ordine ordini pagamenti pagamento pagina preventivi preventivo prezzi prezzo
      prodotti prodotto produzione progetti progetto rapporti regole report resoconti righe ruoli scorte selezione
      sistema spedizione spedizioni squadra stato tabella testo trasporto tutti tutto utente utenti vendita vendite
    `,
    nl: `
      adres adressen afdeling alle alles artikel artikelen bericht berichten bestelling bestellingen betaling betalingen
      boekhouding categorie categorieën contact contacten contract contracten creditnota datum document documenten facturen
      factuur financiën gebruiker gebruikers gegevens groep groepen inkoop kalender klant klanten kolom leverancier
      leveranciers levering leveringen lijst logistiek magazijn map mappen medewerker medewerkers notitie notities offerte
      offertes opdracht opdrachten opmerking opmerkingen order orders pagina pakbon prijs prijzen product producten
      productie project projecten rapport rapporten regel regels rol rollen selectie status systeem taak taal tabel taken
      team tekst transport verkoop verzending voorraad wachtwoord zending zendingen
    `,
    pl: `
      adres adresy artykuł artykuły cennik ceny data dokument dokumenty dostawa dostawca dostawcy dostawy faktura faktury
      finanse grupa grupy hasło kalendarz kategoria kategorie klienci klient kolumna komentarz komentarze kontakt kontakty
      kontrahenci kontrahent księgowość lista listy logistyka magazyn magazyny notatka notatki oferta oferty pozycja pozycje
      pracownicy pracownik produkcja produkt produkty projekt projekty płatności płatność raport raporty reguły rola role
      sprzedaż status strona system tabela tekst towar towary transport umowa umowy użytkownicy użytkownik wiadomości wiersz
      wszystkie wszystko wysyłka zadania zadanie zakup zakupy zamówienia zamówienie zamówień zespół
    `,
    pt: `
      artigo artigos calendário categoria categorias catálogo cliente clientes coluna comentários compra compras
      contabilidade contato contatos contrato contratos dados data documento documentos encomenda encomendas endereço
      entrega entregas equipe estoque fatura faturas financeiro finanças fornecedor fornecedores grupo grupos idioma item
      itens linha linhas lista listas logística mensagem mensagens nota notas orçamento orçamentos pagamento pagamentos
      painel pedido pedidos preço preços produto produtos produção projeto projetos página regra regras relatório relatórios
      seleção senha sistema tabela tarefa tarefas texto todos transporte tudo usuário usuários utilizador utilizadores venda
      vendas
    `,
  };

  ledgerium.lexicon = { verbs, titles, things };
})();
